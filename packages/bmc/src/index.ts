export type * from './capabilities.ts';
export { type Clock, systemClock, type Timer } from './clock.ts';
export { BmcError, type BmcErrorCode, type BmcErrorOptions, type Outcome } from './errors.ts';
export { checkLogin } from './ipmi/check-login.ts';
export { openBmc } from './open-bmc.ts';
export type { BmcDependencies } from './ipmi/establish.ts';
export { readOpenedSessionId } from './ipmi/opened-session-id.ts';
export { type BmcAddress, probeReachable, type Reachability } from './ipmi/probe-reachable.ts';
export {
  type BmcTransport,
  type BmcTransportOptions,
  createBmcTransport,
} from './ipmi/transport/transport.ts';
export { Secret } from './secret.ts';
export { defaultTiming, type Timing } from './timing.ts';
