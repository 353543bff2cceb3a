/**
 * Accounts made and removed over a wire that loses 30 % each way, delays, doubles and reorders: all of them have to be
 * gone in the end, and no session of theirs may be left.
 *
 *   npm run fuzz:cycles -w packages/bmc -- --seed 1 --count 1000
 */
import { parseArgs } from 'node:util';
import {
  BmcError,
  type BmcTransport,
  checkLogin,
  createBmcTransport,
  type IpmiBmc,
  makeAccount,
  openBmc,
  removeAccount,
  Secret,
} from '../src/index.ts';
import { createVirtualBmc, habits, type VirtualBmc } from '../testing/index.ts';

const admin = { slot: 2, name: 'admin', password: 'admin-pass-01', privilege: 'administrator' } as const;
const password = new Secret('Ab3-xY7_kQ9mZr');
/** Short waits: the wire is a loopback. Many tries: a third of the datagrams is lost each way. */
const timing = {
  handshakeTimeoutMs: 60,
  handshakeAttempts: 30,
  commandTimeoutMs: 30,
  commandAttempts: 25,
  timeoutStepMs: 2,
  sendOnceTimeoutMs: 300,
  closeTimeoutMs: 40,
};

export interface CycleCounts {
  cycles: number;
  made: number;
  undone: number;
  removed: number;
  removalAttempts: number;
  accountsLeft: number;
  sessionsLeft: number;
}

/** `bmcs` of them at once, each with a wire of its own. */
export async function runLossyCycles(seed: number, count: number, bmcs: number): Promise<CycleCounts> {
  const counts: CycleCounts = {
    cycles: 0,
    made: 0,
    undone: 0,
    removed: 0,
    removalAttempts: 0,
    accountsLeft: 0,
    sessionsLeft: 0,
  };
  const transport = createBmcTransport();
  let next = 0;
  const work = async (index: number) => {
    // The idle time is short, so that a session whose Close was lost does not hold a slot for a minute.
    const habit = { ...habits['postern-default'], slots: 6, sessionIdleMs: idleMs };
    const virtual = await createVirtualBmc({ users: [admin], faultSeed: seed * 1_000 + index, habit });
    Object.assign(virtual.faults.wire, { loss: 0.3, duplication: 0.1, reordering: 0.1, delayMs: 2 });
    try {
      while (next < count) {
        next += 1;
        await runCycle({ virtual, transport, counts, cycle: next });
      }
      counts.accountsLeft += virtual.server.users.list().filter(({ name }) => name.startsWith('g_')).length;
      await new Promise((resolve) => setTimeout(resolve, idleMs + 500));
      counts.sessionsLeft += virtual.sessions().length;
    } finally {
      await virtual.close();
    }
  };
  try {
    await Promise.all(Array.from({ length: bmcs }, (_, index) => work(index)));
    return counts;
  } finally {
    await transport.close();
  }
}

interface Cycle {
  readonly virtual: VirtualBmc;
  readonly transport: BmcTransport;
  readonly counts: CycleCounts;
  readonly cycle: number;
}

async function runCycle({ virtual, transport, counts, cycle }: Cycle): Promise<void> {
  const account = {
    username: `g_cycle${String(cycle).padStart(6, '0')}`,
    password,
    privilege: 'operator',
  } as const;
  const target = { host: virtual.host, port: virtual.port };
  const dependencies = { transport, timing };
  const logIn = () => checkLogin({ ...target, ...account }, dependencies);
  counts.cycles += 1;
  let slot = virtual.habit.slots;
  await insist(virtual, transport, async (bmc) => {
    try {
      await makeAccount({
        accounts: bmc.accounts,
        account,
        logIn,
        wait: async () => undefined,
        onPlace: async (place) => {
          slot = place.slot ?? slot;
        },
      });
      counts.made += 1;
    } catch (error) {
      // Half made: what follows removes it all the same, as a broker would.
      if (!(error instanceof BmcError)) throw error;
      counts.undone += 1;
    }
    return true;
  });
  await insist(virtual, transport, async (bmc) => {
    counts.removalAttempts += 1;
    const removal = await removeAccount({
      accounts: bmc.accounts,
      account: { username: account.username, slot },
      scramblePassword: () => new Secret('Nobody-keeps-01'),
      tryOldLogin: logIn,
    });
    return removal.proven;
  });
  counts.removed += 1;
}

const mostAttempts = 60;
const idleMs = 2_000;

/** A session that broke is no end: the next one goes on. */
async function insist(
  virtual: VirtualBmc,
  transport: BmcTransport,
  work: (bmc: IpmiBmc) => Promise<boolean>,
): Promise<void> {
  const target = {
    host: virtual.host,
    port: virtual.port,
    username: admin.name,
    password: new Secret(admin.password),
  };
  for (let attempt = 0; attempt < mostAttempts; ) {
    let bmc: IpmiBmc | undefined;
    try {
      bmc = await openBmc(target, { transport, timing });
      if (await work(bmc)) return;
      attempt += 1;
    } catch (error) {
      if (!(error instanceof BmcError)) throw error;
      // Sessions whose Close was lost fill the BMC's table until its idle time is over.
      if (error.code === 'no-session-slot') await new Promise((resolve) => setTimeout(resolve, 250));
      else attempt += 1;
    } finally {
      await bmc?.close();
    }
  }
  throw new Error('the work was not done in all those attempts');
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      count: { type: 'string', default: '1000' },
      bmcs: { type: 'string', default: '50' },
    },
  });
  const counts = await runLossyCycles(Number(values.seed), Number(values.count), Number(values.bmcs));
  console.log(`seed=${values.seed}`, counts);
  if (counts.removed !== counts.cycles || counts.accountsLeft + counts.sessionsLeft > 0) process.exitCode = 1;
}
