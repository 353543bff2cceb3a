/** Thousands of BMCs in a process of their own, each with one account that has to go, and a watch that sees it go. */
import { createVirtualBmc, habits, type VirtualBmc } from '@postern/bmc/testing';
import { createChance } from '../parts/chance.ts';
import type { StandingAccount } from '../parts/many-grants.ts';
import type { FleetAnswer, FleetOrder } from './fleet-order.ts';

const slot = 16;
/** As Postern names accounts: `g_` and twelve of base 32. */
const letters = 'abcdefghijklmnopqrstuvwxyz234567';
const lookEveryMs = 100;

const bmcs: VirtualBmc[] = [];
/** Milliseconds after the end at which each account could no longer log in. */
const goneAfterMs: (number | undefined)[] = [];

async function start(order: Extract<FleetOrder, { kind: 'start' }>): Promise<StandingAccount[]> {
  const chance = createChance(order.seed);
  const accounts: StandingAccount[] = [];
  for (let index = 0; index < order.count; index += 1) {
    const username = `g_${Array.from({ length: 12 }, () => chance.pick([...letters])).join('')}`;
    const password = `Pw-${index}-${chance.integer(0, 1e9)}`.slice(0, 16);
    const bmc = await createVirtualBmc({
      faultSeed: index + 1,
      // What answers slowly is slow to forget, too.
      habit: { ...habits['postern-default'], handshakeMs: 60_000 },
      users: [
        { slot: 2, ...order.login, privilege: 'administrator' },
        { slot, name: username, password, privilege: 'operator' },
      ],
    });
    // The whole of a question and its answer takes 1 to 3 s.
    bmc.faults.wire.delayMs = chance.integer(order.roundTripMs[0], order.roundTripMs[1]) / 2;
    bmc.faults.hang = index < order.blackHoles;
    bmcs.push(bmc);
    accounts.push({ port: bmc.port, slot, username, password });
  }
  return accounts;
}

function watch(endsAtMs: number): void {
  setInterval(() => {
    const sinceEnd = Date.now() - endsAtMs;
    for (const [index, bmc] of bmcs.entries()) {
      if (goneAfterMs[index] === undefined && !isLive(bmc)) goneAfterMs[index] = sinceEnd;
    }
  }, lookEveryMs);
}

/** By the BMC's own table: the login is tried for a sample, at the end. */
function isLive(bmc: VirtualBmc): boolean {
  const user = bmc.server.users.slot(slot);
  return user?.enabled === true && user.name !== '';
}

process.on('message', async (order: FleetOrder) => {
  const answer = (message: FleetAnswer) => process.send?.(message);
  if (order.kind === 'start') answer({ kind: 'started', accounts: await start(order) });
  if (order.kind === 'watch') watch(order.endsAtMs);
  if (order.kind === 'report') {
    answer({ kind: 'report', goneAfterMs: bmcs.map((_, index) => goneAfterMs[index] ?? null) });
  }
});
