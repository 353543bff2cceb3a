import { hasPrivilege } from '../accounts/slot-account.ts';
import type { AccountSlot, AccountTable, NamedAccount } from '../capabilities.ts';
import type { PostureFinding } from './finding.ts';

export interface RegisteredUsers {
  /** Names that somebody answers for, the login in use among them. */
  readonly names: ReadonlySet<string>;
  /** Says whether a name belongs to a temporary account that is known. */
  readonly isOurs?: (name: string) => boolean;
}

const fewestFreeSlots = 2;

/** Users and slots of one BMC. Names of users are quoted: they are no secrets, and somebody has to find them. Pure. */
export function judgeUsers(table: AccountTable, registered: RegisteredUsers): readonly PostureFinding[] {
  const named = table.slots.filter(({ name }) => name !== '');
  const live = table.slots.filter(canLogIn);
  const unknown = named.filter(({ name }) => isUnknown(name, registered));
  const twice = named.filter(({ name }, index) => named.findIndex((other) => other.name === name) !== index);
  const unnamed = live.filter(({ name }) => name === '');
  const free = table.maxSlots - named.length;
  return [
    ...unknown.map(
      (user): PostureFinding => ({
        code: 'unregistered-user',
        severity: canLogIn(user) ? 'warning' : 'notice',
        what: `User “${user.name}” (slot ${user.slot}, ${user.privilege}) is registered by nobody.`,
        nextStep: 'Find out whose he is: register him, or remove him.',
      }),
    ),
    ...twice.map(
      ({ name, slot }): PostureFinding => ({
        code: 'duplicate-name',
        severity: 'warning',
        what: `The name “${name}” stands in slot ${slot} a second time: which of the two logs in is the firmware’s choice.`,
        nextStep: 'Remove one of the two.',
      }),
    ),
    ...unnamed.map(
      ({ slot }): PostureFinding => ({
        code: 'unnamed-user-enabled',
        severity: 'critical',
        what: `Slot ${slot} has no name and can log in.`,
        nextStep: 'Disable it and set a random password.',
      }),
    ),
    ...(free > fewestFreeSlots
      ? []
      : [
          {
            code: 'slots-nearly-full',
            severity: 'warning',
            what: `${free} of ${table.maxSlots} user slots are free.`,
            nextStep: 'Remove users that nobody needs: temporary access will fail soon.',
          } as const,
        ]),
  ];
}

/** Where users have no slots: a name is unique, and a service tells of no limit. Pure. */
export function judgeNamedUsers(
  users: readonly NamedAccount[],
  registered: RegisteredUsers,
): readonly PostureFinding[] {
  return users
    .filter(({ name }) => isUnknown(name, registered))
    .map(({ name, state, privilege }) => ({
      code: 'unregistered-user',
      severity: state === 'enabled' && hasPrivilege(privilege) ? 'warning' : 'notice',
      what: `User “${name}” (${privilege}) is registered by nobody.`,
      nextStep: 'Find out whose he is: register him, or remove him.',
    }));
}

function isUnknown(name: string, { names, isOurs }: RegisteredUsers): boolean {
  return !names.has(name) && isOurs?.(name) !== true;
}

function canLogIn(slot: AccountSlot): boolean {
  return slot.state !== 'disabled' && slot.messaging && hasPrivilege(slot.privilege);
}
