/** IPMI privilege limits as they travel (IPMI 2.0 table 6-2). 0 is what a slot holds that nobody set. */
export const privilegeCodes = {
  unset: 0,
  callback: 1,
  user: 2,
  operator: 3,
  administrator: 4,
  oem: 5,
  'no-access': 15,
} as const;

export type PrivilegeName = keyof typeof privilegeCodes;

/** One user slot of a BMC, with everything a test may want to see or break. */
export interface UserSlot {
  readonly slot: number;
  name: string;
  /** As stored: a firmware that keeps 16 bytes has cut it already. */
  password: Buffer;
  enabled: boolean;
  /** Privilege limit code on the LAN channel. */
  privilege: number;
  messaging: boolean;
  linkAuthentication: boolean;
  callbackOnly: boolean;
  /** Serial over LAN (standard payload 1). */
  serialAccess: boolean;
  fixedName: boolean;
}

export interface UserTable {
  readonly size: number;
  /** `undefined` for a number that this BMC does not have. */
  slot(number: number): UserSlot | undefined;
  /** The first slot with that name: BMCs let a name stand twice, and the first one logs in. */
  findByName(name: string): UserSlot | undefined;
  list(): readonly UserSlot[];
  clear(number: number): void;
}

export interface InitialUser {
  readonly slot: number;
  readonly name: string;
  readonly password: string;
  readonly privilege: PrivilegeName;
  readonly enabled?: boolean;
  readonly fixedName?: boolean;
}

/** @throws RangeError when an initial user names a slot that the table does not have. */
export function createUserTable(size: number, initial: readonly InitialUser[]): UserTable {
  const slots = Array.from({ length: size }, (_, index) => emptySlot(index + 1));

  for (const user of initial) {
    const slot = slots[user.slot - 1];
    if (slot === undefined) throw new RangeError(`slot ${user.slot} of ${size} does not exist`);
    slot.name = user.name;
    slot.password = Buffer.from(user.password);
    slot.enabled = user.enabled ?? true;
    slot.privilege = privilegeCodes[user.privilege];
    slot.messaging = true;
    slot.serialAccess = true;
    slot.fixedName = user.fixedName ?? false;
  }

  return {
    size,
    slot: (number) => slots[number - 1],
    findByName: (name) => slots.find((slot) => slot.name === name),
    list: () => slots,
    clear(number) {
      const slot = slots[number - 1];
      if (slot !== undefined) Object.assign(slot, emptySlot(number));
    },
  };
}

function emptySlot(slot: number): UserSlot {
  return {
    slot,
    name: '',
    password: Buffer.alloc(0),
    enabled: false,
    privilege: privilegeCodes.unset,
    messaging: false,
    linkAuthentication: false,
    callbackOnly: false,
    serialAccess: false,
    fixedName: false,
  };
}
