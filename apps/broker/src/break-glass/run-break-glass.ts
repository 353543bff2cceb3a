/** The break-glass command without its process: order in, words and an exit code out. */

import type { BootClock } from '../journal/known-end.ts';
import { loggableError } from '../logging.ts';
import type { RemovalDeps } from '../outage/remove-known-account.ts';
import { type KnownAccount, type KnownAccounts, readKnownAccounts } from './known-accounts.ts';
import { type BreakGlassOrder, readOrder, usage } from './order.ts';
import { type HandResult, revokeByHand } from './revoke-by-hand.ts';
import { table } from './table.ts';

export interface BreakGlassWorld extends Pick<RemovalDeps, 'driver' | 'randomInt'> {
  readonly settings: Parameters<typeof readKnownAccounts>[0];
  /** Reads the site's key file, when something is to be opened. */
  readonly openVault: () => Promise<RemovalDeps['vault']>;
  readonly clock: BootClock;
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
}

export const exitCodes = { done: 0, notProven: 1, noOrder: 2, nothingDone: 3 } as const;

export async function runBreakGlass(world: BreakGlassWorld, args: readonly string[]): Promise<number> {
  const order = readOrder(args);
  if (typeof order === 'string') {
    world.complain(`${order}\n\n${usage}`);
    return exitCodes.noOrder;
  }
  try {
    const known = await readKnownAccounts(world.settings, world.clock);
    if (known.damaged > 0) {
      world.complain(
        `${known.damaged} lines of the journal are damaged: there may be accounts that are not listed here.`,
      );
    }
    return order.kind === 'list' ? list(world, known) : await revoke(world, known, order);
  } catch (error) {
    const { message, name } = loggableError(error);
    world.complain(`Nothing was done: ${message ?? name}`);
    return exitCodes.nothingDone;
  }
}

function list(world: BreakGlassWorld, { accounts }: KnownAccounts): number {
  world.print(
    accounts.length === 0
      ? 'No live account is known on this host.'
      : table(
          ['SERVER', 'BMC', 'USER NAME', 'PRIVILEGE', 'ENDS'],
          accounts.map((known) => [...placeOf(known), known.account.privilege, endOf(known)]),
        ),
  );
  return exitCodes.done;
}

async function revoke(
  world: BreakGlassWorld,
  { accounts }: KnownAccounts,
  order: Extract<BreakGlassOrder, { kind: 'revoke' }>,
): Promise<number> {
  const names = order.accounts;
  const chosen =
    names === 'all' ? accounts : accounts.filter(({ account }) => names.includes(account.username));
  const unknown =
    names === 'all' ? [] : names.filter((name) => !chosen.some((each) => each.account.username === name));
  if (unknown.length > 0) {
    world.complain(`No live account is known under: ${unknown.join(', ')}. Nothing was done; see \`list\`.`);
    return exitCodes.noOrder;
  }
  if (chosen.length === 0) {
    world.print('No live account is known on this host.');
    return exitCodes.done;
  }
  const vault = await world.openVault();
  const results = await revokeByHand({ ...world, vault }, chosen, order);
  world.print(table(['SERVER', 'BMC', 'USER NAME', 'RESULT'], results.map(resultRow)));
  return results.every(({ failure }) => failure === undefined) ? exitCodes.done : exitCodes.notProven;
}

function resultRow({ known, failure }: HandResult): readonly string[] {
  const result =
    failure === undefined ? 'proven gone' : `NOT PROVEN GONE (${failure.code}): ${failure.message}`;
  return [...placeOf(known), result];
}

function placeOf({ account: { bmc, username } }: KnownAccount): readonly string[] {
  return [bmc.serverName, bmc.host, username];
}

function endOf({ account, endsInSeconds }: KnownAccount): string {
  if (endsInSeconds === null) return 'never';
  const minutes = Math.floor(Math.abs(endsInSeconds) / 60);
  if (endsInSeconds < 0) return `${minutes} min ago`;
  return account.end === null ? 'never' : `in ${minutes} min`;
}
