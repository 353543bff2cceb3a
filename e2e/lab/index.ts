export { findGuacd, type GuacdProgram, guacdFolder } from './guacd/guacd-program.ts';
export { type Guacd, startGuacd } from './guacd/start-guacd.ts';
export type { LabFacts, LabServerFacts } from './lab-file.ts';
export type { ChassisRequest, MachineWitness } from './machine/witness.ts';
export { type Lab, type LabCapabilities, type LabOptions, type LabServer, startLab } from './start-lab.ts';
