/** A second door of this package: BMCs and screens of rented servers that do not exist. For tests and labs. */
export { backgroundClock, createManualClock, type ManualClock } from './clock.ts';
export type { CommandFault, Faults, WireFaults } from './faults.ts';
export { parseFleetConfig, type VirtualServerConfig } from './fleet/fleet-config.ts';
export { type Fleet, type FleetServer, startFleet } from './fleet/start-fleet.ts';
export type { RedfishFault, RedfishFaults } from './redfish/redfish-faults.ts';
export { type RedfishHabit, redfishHabits } from './redfish/redfish-habits.ts';
export type { VirtualRedfish } from './redfish/start-redfish.ts';
export {
  createVirtualScreen,
  type ScreenFaults,
  type VirtualScreen,
  type VirtualScreenOptions,
} from './screen/virtual-screen.ts';
export { type BootDeviceName, type BootFlags, bootDeviceCodes } from './server/boot-options.ts';
export type { PowerCounts, PowerDelays, PowerOperation, PowerSupply } from './server/power-supply.ts';
export type { ServerModel } from './server/server-model.ts';
export { type InitialUser, type PrivilegeName, privilegeCodes, type UserSlot } from './server/user-table.ts';
export { newCertificate, type TlsIdentity } from './tls/certificate.ts';
export { loadVector, type Vector, type VectorPacket } from './vectors/load-vector.ts';
export { type Habit, type HabitName, habits } from './vendors/habits.ts';
export type { CommandName } from './virtual-bmc/command-table.ts';
export type { Effects } from './virtual-bmc/effects.ts';
export type { VirtualSession } from './virtual-bmc/session-table.ts';
export { createVirtualBmc, type VirtualBmc, type VirtualBmcOptions } from './virtual-bmc/virtual-bmc.ts';
