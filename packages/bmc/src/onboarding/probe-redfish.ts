/** The probe over Redfish: the same questions as over IPMI, asked on an account that exists for nothing else. */
import { findEmptySlot } from '../accounts/find-empty-slot.ts';
import { removeAccount } from '../accounts/remove-account.ts';
import { type NewAccount, slotOf, writeAccount } from '../accounts/write-account.ts';
import type {
  AccountAdmin,
  AccountHabits,
  BmcProfile,
  LoginCheck,
  RedfishBmc,
  RedfishTarget,
} from '../capabilities.ts';
import { checkLogin } from '../check-login.ts';
import { BmcError } from '../errors.ts';
import type { OpenDependencies } from '../open-bmc.ts';
import { openRedfishBmc } from '../redfish/driver/open-redfish-bmc.ts';
import { openRedfishClient, type RedfishClient } from '../redfish/http/redfish-client.ts';
import type { Secret } from '../secret.ts';
import type { ProbeOptions } from './probe-bmc.ts';
import { untested } from './try-habits.ts';

/** See `probeBmc`: about ten logins, none of them with a wrong password of a stored user. */
export async function probeRedfish(
  target: RedfishTarget,
  options: ProbeOptions,
  dependencies: OpenDependencies,
): Promise<BmcProfile> {
  const bmc = await openRedfishBmc({ ...target, profile: undefined }, { ...dependencies, ...options });
  try {
    const identity = await bmc.identity();
    const accounts = await habitsOf(bmc, { target, options, dependencies });
    return { protocol: 'redfish', identity, cipherSuites: [], outstandingRequests: 1, accounts };
  } finally {
    await bmc.close();
  }
}

interface RedfishProbe {
  readonly target: RedfishTarget;
  readonly options: ProbeOptions;
  readonly dependencies: OpenDependencies;
}

async function habitsOf(bmc: RedfishBmc, probe: RedfishProbe): Promise<AccountHabits> {
  const { accounts } = bmc;
  const { options } = probe;
  const maxSlots = accounts.model === 'slots' ? await accounts.countSlots() : undefined;
  const unknown: AccountHabits = { ...untested, model: accounts.model, maxSlots };
  const place = await placeOrNone(accounts, options);
  if (place === undefined) return unknown;
  const password = options.newPassword(16);
  const account: NewAccount = { ...place, password, privilege: 'operator' };
  const clear = async () => {
    await options.beforeClear?.();
    return removeAccount({ accounts, account: place, scramblePassword: () => options.newPassword(16) });
  };
  let habits: AccountHabits;
  try {
    await writeAccount(accounts, account);
    habits = { ...unknown, ...(await tryAll(accounts, account, probe)) };
  } catch (error) {
    // What went wrong is the news; whether the account could be cleared all the same shows at the next probe.
    await clear();
    throw error;
  }
  if (!(await clear()).proven) throw remains(options.username);
  return habits;
}

async function placeOrNone(accounts: AccountAdmin, { username, allowedSlots }: ProbeOptions) {
  if (accounts.model === 'named') return { username };
  try {
    return { username, slot: await findEmptySlot(accounts, allowedSlots) };
  } catch (error) {
    if (error instanceof BmcError && error.code === 'no-free-slot') return undefined;
    throw error;
  }
}

async function tryAll(
  accounts: AccountAdmin,
  account: NewAccount,
  probe: RedfishProbe,
): Promise<Partial<AccountHabits>> {
  const login = (password: Secret) => checkLogin(as(account, password, probe), probe.dependencies);
  if ((await login(account.password)) === 'refused') throw notLearnable();
  const hasSessions = probe.target.login !== 'basic';
  const endSession = hasSessions ? await tryEndSession(accounts, account, probe) : 'untested';
  const passwordBytes = await tryLongPassword(accounts, account, { probe, login });
  const live = await openLive(account, probe);
  try {
    const disable = await verdictOf(
      () => disableAccount(accounts, account),
      () => login(account.password),
    );
    if (accounts.model === 'slots') {
      const slot = slotOf(account);
      await accounts.enable(slot);
      const noAccess = await verdictOf(
        () => accounts.setPrivilege(slot, 'none'),
        () => login(account.password),
      );
      await accounts.disable(slot);
      const blankName = await tryBlankName(accounts, slot);
      return {
        endSession,
        passwordBytes,
        disable,
        noAccess,
        blankName,
        sessionsSurvive: hasSessions ? await survives(live) : 'untested',
      };
    }
    await accounts.remove(account.username);
    const blankName = (await accounts.find(account.username)) === undefined ? 'deletes' : 'no-effect';
    const sessionsSurvive = hasSessions ? await survives(live) : 'untested';
    return { endSession, passwordBytes, disable, blankName, sessionsSurvive };
  } finally {
    await live.close();
  }
}

async function tryEndSession(
  accounts: AccountAdmin,
  account: NewAccount,
  probe: RedfishProbe,
): Promise<AccountHabits['endSession']> {
  const live = await openLive(account, probe);
  try {
    await (accounts.model === 'slots'
      ? accounts.endSessions(slotOf(account))
      : accounts.endSessions(account.username));
    return (await isUsable(live)) ? 'refused' : 'by-handle';
  } finally {
    await live.close();
  }
}

async function tryLongPassword(
  accounts: AccountAdmin,
  account: NewAccount,
  {
    probe: { options },
    login,
  }: { readonly probe: RedfishProbe; readonly login: (password: Secret) => Promise<LoginCheck> },
): Promise<16 | 20> {
  const long = options.newPassword(20);
  const set = (password: Secret) =>
    accounts.model === 'slots'
      ? accounts.setPassword(slotOf(account), password)
      : accounts.setPassword(account.username, password);
  if (await isRefused(() => set(long))) return 16;
  const accepted = (await login(long)) === 'accepted';
  await set(account.password);
  return accepted ? 20 : 16;
}

async function tryBlankName(
  accounts: Extract<AccountAdmin, { model: 'slots' }>,
  slot: number,
): Promise<AccountHabits['blankName']> {
  if (await isRefused(() => accounts.setName(slot, ''))) return 'refused';
  const left = await accounts.readSlot(slot);
  if (left.name !== '') return 'no-effect';
  return left.privilege === 'none' || left.privilege === 'unset' ? 'deletes' : 'empties';
}

function disableAccount(accounts: AccountAdmin, account: NewAccount): Promise<void> {
  return accounts.model === 'slots' ? accounts.disable(slotOf(account)) : accounts.disable(account.username);
}

async function verdictOf(
  write: () => Promise<void>,
  login: () => Promise<LoginCheck>,
): Promise<'works' | 'no-effect' | 'refused'> {
  if (await isRefused(write)) return 'refused';
  return (await login()) === 'refused' ? 'works' : 'no-effect';
}

/** On the BMC's word alone; silence rejects. */
async function isRefused(write: () => Promise<void>): Promise<boolean> {
  try {
    await write();
    return false;
  } catch (error) {
    if (error instanceof BmcError && (error.httpStatus !== undefined || error.code === 'misuse')) return true;
    throw error;
  }
}

function as({ username }: NewAccount, password: Secret, { target }: RedfishProbe): RedfishTarget {
  return { ...target, username, password, profile: undefined };
}

function openLive(account: NewAccount, probe: RedfishProbe): Promise<RedfishClient> {
  return openRedfishClient(as(account, account.password, probe), probe.dependencies);
}

async function survives(live: RedfishClient): Promise<'survive' | 'end'> {
  return (await isUsable(live)) ? 'survive' : 'end';
}

/** A page that needs a login. A session that was ended logs in anew by itself: with a password that is refused by now, or is not. */
async function isUsable(live: RedfishClient): Promise<boolean> {
  const before = live.sessionPath;
  try {
    await live.get('/redfish/v1/Systems');
    return live.sessionPath === before;
  } catch (error) {
    if (error instanceof BmcError) return false;
    throw error;
  }
}

function remains(username: string): BmcError {
  return new BmcError(
    'account-remains',
    `The probe could not remove its user ${username}: remove it by hand.`,
    {
      outcome: 'unknown',
      retry: 'later',
    },
  );
}

function notLearnable(): BmcError {
  return new BmcError('login-not-working', 'The BMC holds the account of the probe but refuses its login.', {
    outcome: 'unknown',
    retry: 'never',
  });
}
