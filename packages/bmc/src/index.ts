export { findEmptySlot } from './accounts/find-empty-slot.ts';
export { type AccountToMake, type MadeAccount, makeAccount } from './accounts/make-account.ts';
export { type AccountProofDependencies, proveAccount } from './accounts/prove-account.ts';
export type {
  FailedRemovalStep,
  Removal,
  RemovalEvidence,
  RemovalOf,
  RemovalStep,
} from './accounts/removal.ts';
export { removeAccount } from './accounts/remove-account.ts';
export { removeSlotAccount } from './accounts/remove-slot-account.ts';
export {
  carriesName,
  disabledSlotName,
  hasPrivilege,
  isEmptySlot,
  isLiveSlot,
  type SlotPlace,
} from './accounts/slot-account.ts';
export { type NewAccount, writeAccount } from './accounts/write-account.ts';
export type * from './capabilities.ts';
export { checkLogin } from './check-login.ts';
export { type Clock, systemClock, type Timer } from './clock.ts';
export { BmcError, type BmcErrorCode, type BmcErrorOptions, type Outcome } from './errors.ts';
export type { BmcDependencies } from './ipmi/establish.ts';
export { maxDatagramLength } from './ipmi/framing/rmcp.ts';
export { readOpenedSessionId } from './ipmi/opened-session-id.ts';
export { type BmcAddress, probeReachable, type Reachability } from './ipmi/probe-reachable.ts';
export { type ReadDatagram, readDatagram } from './ipmi/read-datagram.ts';
export { createSolPortKeeper, type SolPortKeeper } from './ipmi/sol/keep-sol-port.ts';
export {
  type BmcTransport,
  type BmcTransportOptions,
  createBmcTransport,
} from './ipmi/transport/transport.ts';
export {
  type DetectedProtocols,
  type DetectedRedfish,
  detectProtocols,
  type ProtocolPorts,
} from './onboarding/detect-protocols.ts';
export { type ProbeOptions, probeBmc } from './onboarding/probe-bmc.ts';
export { type OpenDependencies, openBmc } from './open-bmc.ts';
export { checkPosture, type PostureOptions } from './posture/check-posture.ts';
export type { Posture, PostureCode, PostureFinding, UncheckedPosture } from './posture/finding.ts';
export { fetchCertificate, type ShownCertificate } from './redfish/http/certificate.ts';
export { Secret } from './secret.ts';
export { defaultTiming, type Timing } from './timing.ts';
