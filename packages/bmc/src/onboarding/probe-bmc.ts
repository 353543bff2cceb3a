/**
 * Tells what one BMC really does, by trying it on an empty user slot. Everything it writes, it takes back: the slot is
 * cleared in the end, whatever happened, and the result says so.
 */
import { findEmptySlot } from '../accounts/find-empty-slot.ts';
import { removeSlotAccount } from '../accounts/remove-slot-account.ts';
import { writeAccount } from '../accounts/write-account.ts';
import type {
  AccountHabits,
  BmcProfile,
  BmcTarget,
  CipherSuiteId,
  IpmiBmc,
  IpmiTarget,
} from '../capabilities.ts';
import { BmcError } from '../errors.ts';
import { getDeviceId } from '../ipmi/commands/app/get-device-id.ts';
import { getChassisStatus } from '../ipmi/commands/chassis/get-chassis-status.ts';
import { openIpmiBmc } from '../ipmi/driver/open-ipmi-bmc.ts';
import { type BmcDependencies, establishSession, LoginRefused } from '../ipmi/establish.ts';
import type { OpenDependencies } from '../open-bmc.ts';
import type { Secret } from '../secret.ts';
import { probeRedfish } from './probe-redfish.ts';
import { tryHabits, untested } from './try-habits.ts';

export interface ProbeOptions {
  /** Slots that the probe may use; every one from 3 up when absent. Without an empty one, habits stay `untested`. */
  readonly allowedSlots?: readonly number[];
  /** A name that nobody else uses, at most 16 characters. */
  readonly username: string;
  /** A new password of exactly so many bytes at each call, fit for BMCs. */
  readonly newPassword: (bytes: 16 | 20) => Secret;
  /** Called before each write: throw to stop; the clearing still runs (over Redfish it asks, too). */
  readonly beforeWrite?: () => Promise<void>;
  /** Called before the clearing: throw to leave the probe's user where it is, for somebody else to remove by its name. */
  readonly beforeClear?: () => Promise<void>;
}

const suites: readonly CipherSuiteId[] = [17, 3];

/**
 * About 15 logins, none of them with a wrong password of a stored user. Rejects as `openBmc` does, and with
 * `account-remains` when the probe's own account could not be proven gone: then remove it by hand.
 */
export async function probeBmc(
  target: BmcTarget,
  options: ProbeOptions,
  dependencies: OpenDependencies,
): Promise<BmcProfile> {
  if (target.protocol === 'redfish') return probeRedfish(target, options, dependencies);
  return probeIpmi(target, options, dependencies);
}

async function probeIpmi(
  target: IpmiTarget,
  options: ProbeOptions,
  dependencies: BmcDependencies,
): Promise<BmcProfile> {
  const cipherSuites = await workingSuites(target, dependencies);
  const bmc = await openIpmiBmc({ ...target, profile: undefined }, dependencies);
  try {
    const identity = await bmc.identity();
    const maxSlots = await bmc.accounts.countSlots();
    const slot = await emptySlotOrNone(bmc, options);
    const accounts =
      slot === undefined
        ? { ...untested, maxSlots }
        : await onProbeSlot(bmc, { target, options, dependencies, slot, maxSlots });
    const outstandingRequests = await tryTwoRequests(target, dependencies);
    return { protocol: 'ipmi', identity, cipherSuites, outstandingRequests, accounts };
  } finally {
    await bmc.close();
  }
}

const pairs = 20;

/** Twenty pairs of reads at once: one lost or confused answer, and it stays at one request at a time. */
async function tryTwoRequests(target: IpmiTarget, dependencies: BmcDependencies): Promise<1 | 2> {
  const session = await establishSession(target, dependencies, undefined, 2);
  try {
    for (let pair = 0; pair < pairs; pair++) {
      await Promise.all([
        session.execute(getDeviceId, undefined),
        session.execute(getChassisStatus, undefined),
      ]);
    }
    return session.repeats === 0 ? 2 : 1;
  } catch (error) {
    if (error instanceof BmcError) return 1;
    throw error;
  } finally {
    await session.close();
  }
}

/** Suites that really open a session: what a BMC lists is more than what it takes. */
async function workingSuites(
  target: IpmiTarget,
  dependencies: BmcDependencies,
): Promise<readonly CipherSuiteId[]> {
  const working: CipherSuiteId[] = [];
  for (const suite of suites) {
    try {
      const session = await establishSession(target, dependencies, [suite]);
      working.push(suite);
      await session.close();
    } catch (error) {
      if (!(error instanceof LoginRefused) || error.reason !== 'suite') throw error;
    }
  }
  return working;
}

async function emptySlotOrNone(bmc: IpmiBmc, { allowedSlots }: ProbeOptions): Promise<number | undefined> {
  try {
    return await findEmptySlot(bmc.accounts, allowedSlots);
  } catch (error) {
    if (error instanceof BmcError && error.code === 'no-free-slot') return undefined;
    throw error;
  }
}

interface ProbeSlot {
  readonly target: IpmiTarget;
  readonly options: ProbeOptions;
  readonly dependencies: BmcDependencies;
  readonly slot: number;
  readonly maxSlots: number;
}

async function onProbeSlot(bmc: IpmiBmc, probe: ProbeSlot): Promise<AccountHabits> {
  const { options, slot, maxSlots } = probe;
  const place = { slot, username: options.username };
  const clear = async () => {
    await options.beforeClear?.();
    return removeSlotAccount({
      accounts: bmc.accounts,
      account: place,
      scramblePassword: () => options.newPassword(16),
    });
  };
  let habits: AccountHabits;
  try {
    await options.beforeWrite?.();
    const password = options.newPassword(16);
    await writeAccount(bmc.accounts, { ...place, password, privilege: 'operator' });
    habits = await tryHabits({ ...probe, bmc, password });
  } catch (error) {
    // What went wrong is the news; whether the slot could be cleared all the same shows at the next probe.
    await clear();
    throw error;
  }
  if (!(await clear()).proven) throw remains(slot);
  return { ...habits, maxSlots };
}

function remains(slot: number): BmcError {
  return new BmcError('account-remains', `The probe could not clear slot ${slot} again: clear it by hand.`, {
    outcome: 'unknown',
    retry: 'later',
  });
}
