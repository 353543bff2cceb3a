export { findGuacd, type GuacdProgram, guacdFolder } from './guacd/guacd-program.ts';
export { type Guacd, guacdRecords, startGuacd } from './guacd/start-guacd.ts';
export type { LabFacts, LabServerFacts } from './lab-file.ts';
export { endLabLeftovers } from './lab-leftovers.ts';
export type { ChassisRequest, MachineWitness } from './machine/witness.ts';
export { type ServerPorts, serverPorts } from './ports.ts';
export { endLeftovers, type ProcessGroup, startProcessGroup } from './process-group.ts';
export { labSite, labTenants, type RentedServer, rentedServers } from './rented-servers.ts';
export { type Lab, type LabCapabilities, type LabOptions, type LabServer, startLab } from './start-lab.ts';
