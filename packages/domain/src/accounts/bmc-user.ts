/**
 * What stands in a BMC's user table, and when the hoster has to hear of it. Pure: brokers see, the database remembers,
 * an admin judges.
 */

/**
 * `login`: what Postern itself logs in with. `account`: of a grant that is not over. `leftover`: ours, and dead or about
 * to be removed. `foreign`: neither Postern nor its login; the hoster's own monitoring, or a back door.
 */
export const bmcUserKinds = ['login', 'account', 'leftover', 'foreign'] as const;
export type BmcUserKind = (typeof bmcUserKinds)[number];

/** From the weakest to the strongest; `unset` is what an empty slot reports. */
export const bmcUserPrivileges = [
  'unset',
  'none',
  'callback',
  'user',
  'operator',
  'administrator',
  'oem',
] as const;
export type BmcUserPrivilege = (typeof bmcUserPrivileges)[number];

export const bmcUserStates = ['enabled', 'disabled', 'unknown'] as const;
export type BmcUserState = (typeof bmcUserStates)[number];

/** `adopted`: known and fine. `ignored`: nobody wants to hear of it until it changes. */
export const bmcUserVerdicts = ['adopted', 'ignored'] as const;
export type BmcUserVerdict = (typeof bmcUserVerdicts)[number];

export interface SeenBmcUser {
  /** Null where the BMC keeps its users under their names. */
  readonly slot: number | null;
  /** Empty: somebody who can log in without a name. */
  readonly name: string;
  readonly kind: BmcUserKind;
  readonly privilege: BmcUserPrivilege;
  readonly state: BmcUserState;
  /** The firmware lets nobody change this name. */
  readonly fixedName: boolean;
}

/** The same user as an earlier look found him. */
export interface RememberedBmcUser
  extends Pick<SeenBmcUser, 'slot' | 'name' | 'kind' | 'privilege' | 'state'> {
  readonly gone: boolean;
  /** What was decided of him since he was last reported; null: nothing yet. */
  readonly verdict: BmcUserVerdict | null;
}

/** Why a foreign user is reported. */
export type ForeignReport = 'found' | 'returned' | 'gained-rights' | 'enabled' | 'changed';

/**
 * Whether a user has to be reported, again or for the first time. Whoever was adopted is heard of once more when he
 * becomes more than what was adopted; whoever is ignored, when he becomes anything else. A new name is a new user.
 */
export function reportOf(before: RememberedBmcUser | undefined, seen: SeenBmcUser): ForeignReport | null {
  if (seen.kind !== 'foreign') return null;
  if (before === undefined || before.kind !== 'foreign') return 'found';
  if (before.gone) return 'returned';
  if (rankOf(seen.privilege) > rankOf(before.privilege)) return 'gained-rights';
  if (before.state === 'disabled' && seen.state !== 'disabled') return 'enabled';
  const lost = rankOf(seen.privilege) < rankOf(before.privilege);
  const disabled = before.state !== 'disabled' && seen.state === 'disabled';
  return before.verdict === 'ignored' && (lost || disabled) ? 'changed' : null;
}

/** `unset` and `none` both give nothing. */
function rankOf(privilege: BmcUserPrivilege): number {
  return Math.max(1, bmcUserPrivileges.indexOf(privilege));
}

/** As far as his own settings tell; only a login would prove it. */
export function mayLogIn({ privilege, state }: Pick<SeenBmcUser, 'privilege' | 'state'>): boolean {
  return state !== 'disabled' && rankOf(privilege) > rankOf('none');
}

/** With this many free places or fewer, the next account may find none. */
export const nearlyFullAtFree = 1;

export type RemovalRefusal = 'is-the-login' | 'is-an-account' | 'name-is-fixed' | 'slot-one' | 'no-name';

/**
 * Why a user must not be removed at a person's wish; null: he may be. Postern's own login is its way in, accounts end
 * with their grant, and slot 1 and fixed names belong to the firmware.
 */
export function removalRefusal(
  user: Pick<SeenBmcUser, 'slot' | 'name' | 'kind' | 'fixedName'>,
): RemovalRefusal | null {
  if (user.kind === 'login') return 'is-the-login';
  if (user.kind === 'account') return 'is-an-account';
  if (user.slot === 1) return 'slot-one';
  if (user.fixedName) return 'name-is-fixed';
  return user.name === '' ? 'no-name' : null;
}
