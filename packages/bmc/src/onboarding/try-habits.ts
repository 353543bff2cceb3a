/** One habit after the other, on an account that exists for nothing else. */
import type { AccountHabits, IpmiBmc, IpmiTarget, LoginCheck } from '../capabilities.ts';
import { BmcError } from '../errors.ts';
import { checkLogin } from '../ipmi/check-login.ts';
import { getDeviceId } from '../ipmi/commands/app/get-device-id.ts';
import { createAccountAdmin } from '../ipmi/driver/accounts.ts';
import { type BmcDependencies, establishSession } from '../ipmi/establish.ts';
import type { Session } from '../ipmi/sessions/session.ts';
import type { Secret } from '../secret.ts';
import type { ProbeOptions } from './probe-bmc.ts';

export const untested: AccountHabits = {
  model: 'slots',
  maxSlots: undefined,
  disable: 'untested',
  noAccess: 'untested',
  blankName: 'untested',
  endSession: 'untested',
  sessionsSurvive: 'untested',
  passwordBytes: 16,
  serialAccess: 'untested',
};

export interface HabitTrial {
  readonly bmc: IpmiBmc;
  readonly target: IpmiTarget;
  readonly options: ProbeOptions;
  readonly dependencies: BmcDependencies;
  readonly slot: number;
  /** The one that the probe's account has now. */
  readonly password: Secret;
}

/** Rejects when the account that was just written does not even log in: then nothing can be learned. */
export async function tryHabits(trial: HabitTrial): Promise<AccountHabits> {
  const login = loginOf(trial, trial.password);
  if ((await login()) === 'refused') throw notLearnable();
  const serialAccess = (await write(trial, () => trial.bmc.accounts.setSerialAccess(trial.slot, true))).done;
  const disable = await tryDisable(trial, login);
  const noAccess = await tryNoAccess(trial, login);
  const endSession = await tryEndSession(trial);
  const passwordBytes = await tryLongPassword(trial);
  const { blankName, sessionsSurvive } = await tryBlankName(trial);
  return {
    ...untested,
    disable,
    noAccess,
    endSession,
    passwordBytes,
    blankName,
    sessionsSurvive,
    serialAccess: serialAccess === 'done' ? 'works' : 'refused',
  };
}

async function tryDisable(
  trial: HabitTrial,
  login: () => Promise<LoginCheck>,
): Promise<AccountHabits['disable']> {
  const { bmc, slot } = trial;
  if ((await write(trial, () => bmc.accounts.disable(slot))).refused) return 'refused';
  const verdict = (await login()) === 'refused' ? 'works' : 'no-effect';
  await write(trial, () => bmc.accounts.enable(slot));
  return verdict;
}

async function tryNoAccess(
  trial: HabitTrial,
  login: () => Promise<LoginCheck>,
): Promise<AccountHabits['noAccess']> {
  const { bmc, slot } = trial;
  const { refused } = await write(trial, () => bmc.accounts.setPrivilege(slot, 'none'));
  const verdict = refused ? 'refused' : (await login()) === 'refused' ? 'works' : 'no-effect';
  await write(trial, () => bmc.accounts.setPrivilege(slot, 'operator'));
  return verdict;
}

/** By its handle first, then by its id, which only a relay would know of a stranger's session. */
async function tryEndSession(trial: HabitTrial): Promise<AccountHabits['endSession']> {
  const { bmc, slot } = trial;
  const live = await openLive(trial, trial.password);
  try {
    await write(trial, () => bmc.accounts.endSessions(slot));
    if (!(await isUsable(live))) return 'by-handle';
    await write(trial, () => bmc.accounts.endSessions(slot, [live.bmcSessionId]));
    return (await isUsable(live)) ? 'refused' : 'by-id';
  } finally {
    await live.close();
  }
}

/** Only what then opens a session counts: `ipmi_sim` takes 20 bytes, keeps 16, and lets nobody in. */
async function tryLongPassword(trial: HabitTrial): Promise<16 | 20> {
  const { options, slot } = trial;
  const long = options.newPassword(20);
  const session = await establishSession(trial.target, trial.dependencies);
  try {
    const accounts = createAccountAdmin(session, { ...untested, passwordBytes: 20 });
    if ((await write(trial, () => accounts.setPassword(slot, long))).refused) return 16;
    const accepted = (await loginOf(trial, long)()) === 'accepted';
    await write(trial, () => accounts.setPassword(slot, trial.password));
    return accepted ? 20 : 16;
  } finally {
    await session.close();
  }
}

/** Disabled first, so that no moment leaves an account without a name that could log in. */
async function tryBlankName(
  trial: HabitTrial,
): Promise<Pick<AccountHabits, 'blankName' | 'sessionsSurvive'>> {
  const { bmc, slot } = trial;
  const live = await openLive(trial, trial.password);
  try {
    await write(trial, () => bmc.accounts.disable(slot));
    const inUse = await write(trial, () => bmc.accounts.setName(slot, ''));
    const left = await bmc.accounts.readSlot(slot);
    const emptied = left.privilege === 'unset' || left.privilege === 'none' ? 'deletes' : 'empties';
    await write(trial, () => bmc.accounts.setPrivilege(slot, 'none'));
    const sessionsSurvive = (await isUsable(live)) ? 'survive' : 'end';
    if (!inUse.refused) return { blankName: left.name === '' ? emptied : 'no-effect', sessionsSurvive };
    // Some firmware keeps the name of a user who is logged in. A removal ends his sessions and asks again.
    await live.close();
    const { refused } = await write(trial, () => bmc.accounts.setName(slot, ''));
    return { blankName: refused ? 'refused' : 'empties', sessionsSurvive };
  } finally {
    await live.close();
  }
}

function openLive({ target, options, dependencies }: HabitTrial, password: Secret): Promise<Session> {
  const login = { ...target, username: options.username, password, privilege: 'user' } as const;
  return establishSession(login, dependencies);
}

function loginOf({ target, options, dependencies }: HabitTrial, password: Secret): () => Promise<LoginCheck> {
  const login = { ...target, username: options.username, password, privilege: 'user' } as const;
  return () => checkLogin(login, dependencies);
}

async function isUsable(session: Session): Promise<boolean> {
  try {
    await session.execute(getDeviceId, undefined);
    return true;
  } catch (error) {
    if (error instanceof BmcError) return false;
    throw error;
  }
}

/** `refused` on the BMC's word alone; silence rejects. */
async function write<T>(
  { options }: HabitTrial,
  run: () => Promise<T>,
): Promise<{ readonly refused: boolean; readonly done: T | undefined }> {
  await options.beforeWrite?.();
  try {
    return { refused: false, done: await run() };
  } catch (error) {
    if (error instanceof BmcError && error.completionCode !== undefined)
      return { refused: true, done: undefined };
    throw error;
  }
}

function notLearnable(): BmcError {
  return new BmcError(
    'login-not-working',
    'The probe’s own account does not log in: nothing can be learned.',
    {
      outcome: 'unknown',
      retry: 'never',
    },
  );
}
