/** What every pair of a client and a BMC is put through, in this order, on a fresh BMC. */
export const operations = [
  'suite 3',
  'suite 17',
  'power status',
  'power on',
  'power status after on',
  'power cycle',
  'boot pxe, read back',
  'manufacturer and firmware',
  'GUID',
  'raw Get Device ID',
  'users with a name',
  'make account in slot 5',
  'users after that',
  'login of the account',
  'login with a wrong password',
  'login of nobody',
  'disable account',
  'login when disabled',
  'sessions of user 2',
  'sensors',
  'thresholds of a sensor',
  'events',
  'FRU',
  'serial: free',
  'power off',
] as const;

export type Operation = (typeof operations)[number];

/** One client against one BMC. Each answer is brought to one spelling, so that they can be compared. */
export interface Driver {
  readonly name: string;
  run(operation: Operation): Promise<string>;
}

/** What a client says when the BMC does not do it, or does not let it in. */
export const refused = 'refused';

/** What a client says when it has no word for it. */
export const noWord = '–';
