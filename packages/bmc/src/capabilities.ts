/**
 * What a BMC can be asked to do, as small interfaces. They know no protocol: the drivers implement them, and callers
 * see nothing else. Every call may reject with a `BmcError`.
 */
export type * from './capabilities/accounts.ts';
export type * from './capabilities/bmc.ts';
export type * from './capabilities/boot.ts';
export type * from './capabilities/control.ts';
export type * from './capabilities/event-log.ts';
export type * from './capabilities/inventory.ts';
export type * from './capabilities/media.ts';
export type * from './capabilities/power.ts';
export type * from './capabilities/profile.ts';
export type * from './capabilities/sensors.ts';
export type * from './capabilities/serial.ts';
export type * from './capabilities/target.ts';
