/** Users of a BMC before and after somebody held administrator rights on it. Pure: knows no protocol. */
import { z } from 'zod';

/** The lowest first; a slot that was never used has none. */
const privileges = ['unset', 'none', 'callback', 'user', 'operator', 'administrator', 'oem'] as const;

/** A user as it was read. `slot` is null where users are kept under their names; `name` is empty for a nameless slot. */
export const bmcUserRecord = z.object({
  slot: z.number().nullable(),
  name: z.string(),
  privilege: z.enum(privileges),
  enabled: z.boolean(),
});
export type BmcUserRecord = z.infer<typeof bmcUserRecord>;

/** `appeared`: nobody of that name stood there. `gained-rights`: a higher privilege. `enabled`: it was disabled before. */
export const bmcUserFinding = bmcUserRecord.extend({
  what: z.enum(['appeared', 'gained-rights', 'enabled']),
});
export type BmcUserFinding = z.infer<typeof bmcUserFinding>;

/** What appeared or gained rights between two readings. `isOurs`: names that Postern gives and takes by itself. */
export function compareBmcUsers(
  before: readonly BmcUserRecord[],
  after: readonly BmcUserRecord[],
  isOurs: (user: BmcUserRecord) => boolean,
): BmcUserFinding[] {
  const known = new Map(before.map((user) => [placeOf(user), user]));
  return after.flatMap((user) => {
    const what = changeOf(known.get(placeOf(user)), user);
    return what === undefined || isOurs(user) ? [] : [{ ...user, what }];
  });
}

function placeOf({ slot, name }: BmcUserRecord): string {
  return slot === null ? `name ${name}` : `slot ${slot}`;
}

function changeOf(before: BmcUserRecord | undefined, now: BmcUserRecord): BmcUserFinding['what'] | undefined {
  const worth = rankOf(now) > 0;
  if (before === undefined || before.name !== now.name)
    return now.name !== '' || worth ? 'appeared' : undefined;
  if (rankOf(now) > rankOf(before)) return 'gained-rights';
  return now.enabled && !before.enabled && (now.name !== '' || worth) ? 'enabled' : undefined;
}

function rankOf({ privilege }: BmcUserRecord): number {
  return Math.max(0, privileges.indexOf(privilege) - privileges.indexOf('none'));
}
