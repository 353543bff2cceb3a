/** What a hand-over clears on the BMC itself. Each function can run twice and says what it found. */
import type { Bmc, BootOverride } from '@postern/bmc';
import { listBmcUsers } from '@postern/database';
import { isAccountName, mayLogIn, type SeenBmcUser } from '@postern/domain';
import type { BrokerParts } from '../broker-parts.ts';
import type { BmcHold } from '../provisioning/bmc-lanes.ts';
import type { TidiedUsers } from '../provisioning/reconcile.ts';
import { storeBoot } from '../telemetry/readings.ts';
import type { Finding } from './look.ts';

export async function ejectMedia({ media, protocol }: Bmc): Promise<Finding> {
  if (media === undefined) {
    const detail = protocol === 'ipmi' ? 'IPMI has no virtual media.' : 'This BMC has no virtual media.';
    return { outcome: 'not-possible', detail };
  }
  const holding = async () =>
    (await media.drives()).filter(({ inserted, image }) => inserted && image !== undefined);
  const before = await holding();
  if (before.length === 0) return { outcome: 'checked', detail: 'No image is inserted.' };
  for (const { id } of before) await media.eject(id);
  const left = await holding();
  return left.length === 0
    ? { outcome: 'done', detail: `${count(before.length, 'image was', 'images were')} ejected.` }
    : { outcome: 'failed', detail: `${count(left.length, 'image is', 'images are')} still inserted.` };
}

const asUsual: BootOverride = { device: 'none', persistent: false, firmware: 'legacy' };

export async function clearBoot(
  parts: BrokerParts,
  server: { readonly serverId: string; readonly bmcId: string },
  { boot }: Bmc,
): Promise<Finding> {
  const before = await boot.read();
  if (before.device === 'none') {
    await storeBoot(parts, server, before);
    return { outcome: 'checked', detail: 'The server starts as usual.' };
  }
  await boot.write(asUsual);
  const held = await boot.read();
  await storeBoot(parts, server, held);
  return held.device === 'none'
    ? { outcome: 'done', detail: `The server was to start from "${before.device}"; that is cleared.` }
    : { outcome: 'failed', detail: `The BMC still holds "${held.device}" for the next start.` };
}

/** Accounts that Postern made: none may be left, as every grant of before is over. */
export function judgeAccounts({ review, seen }: TidiedUsers): Finding {
  const ours = seen.filter(
    ({ kind, name }) => kind === 'account' || (kind === 'leftover' && isAccountName(name)),
  );
  if (ours.length > 0) {
    return {
      outcome: 'failed',
      detail: `${count(ours.length, 'account', 'accounts')} of Postern’s could not be removed yet.`,
    };
  }
  const removed = review.orphans.length;
  return removed === 0
    ? { outcome: 'checked', detail: 'No account of Postern’s is on the BMC.' }
    : {
        outcome: 'done',
        detail: `${count(removed, 'leftover account was', 'leftover accounts were')} removed.`,
      };
}

/** Everybody's but those of Postern's own login. */
export async function endSessions({ accounts }: Bmc, loginName: string): Promise<Finding> {
  let ended = 0;
  let remaining = 0;
  const add = (result: { readonly ended: number; readonly remaining: number }) => {
    ended += result.ended;
    remaining += result.remaining;
  };
  if (accounts.model === 'named') {
    const names = new Set((await accounts.listSessions()).map(({ username }) => username));
    names.delete(loginName);
    for (const name of names) add(await accounts.endSessions(name));
  } else {
    const { slots } = await accounts.readTable();
    const own = new Set(slots.filter(({ name }) => name === loginName).map(({ slot }) => slot));
    const others = new Set((await accounts.listSessions()).map(({ slot }) => slot));
    for (const slot of others) if (slot > 0 && !own.has(slot)) add(await accounts.endSessions(slot));
  }
  if (remaining > 0) {
    return {
      outcome: 'not-possible',
      detail: `${count(remaining, 'session', 'sessions')} the BMC would not end; its own idle time ends them.`,
    };
  }
  return ended === 0
    ? { outcome: 'checked', detail: 'Nobody else is logged in.' }
    : { outcome: 'done', detail: `${count(ended, 'session was', 'sessions were')} ended.` };
}

/**
 * Whoever controlled the server could have made himself a user on its BMC, without any network: one that nobody knows and
 * that can log in keeps the server from being handed over.
 */
export async function judgeUsers(
  { db }: BrokerParts,
  { facts }: BmcHold,
  seen: readonly SeenBmcUser[],
): Promise<Finding> {
  const rows = await listBmcUsers(db.client, { serverId: facts.serverId });
  const strangers = rows.filter((user) => user.toJudge && mayLogIn(user));
  if (strangers.length > 0) {
    return {
      outcome: 'failed',
      detail: `${count(strangers.length, 'account that nobody has registered', 'accounts that nobody has registered')} can log in. Adopt or remove it on the page of the BMC.`,
    };
  }
  const foreign = seen.filter(({ kind }) => kind === 'foreign').length;
  return {
    outcome: 'checked',
    detail: `${count(seen.length, 'user', 'users')} on the BMC, ${foreign === 0 ? 'none' : foreign} of them foreign${foreign === 0 ? '' : ' and known'}.`,
  };
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
