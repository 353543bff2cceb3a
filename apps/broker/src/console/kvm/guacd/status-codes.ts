import type { ConsoleCloseReason } from '@postern/domain';

/**
 * guacd's status codes in our words. Source: Guacamole manual, "Status codes".
 * 519 (upstream not found) says little: 1.3.0 and 1.6.0 send it for a refused password, a dead port and nonsense
 * alike, so whoever gets it before the first frame asks the target itself.
 */
const reasons: ReadonlyMap<number, ConsoleCloseReason> = new Map<number, ConsoleCloseReason>([
  [0x0201, 'engine-unavailable'], // server busy
  [0x0202, 'target-unreachable'], // upstream timeout
  [0x0203, 'target-closed'], // upstream error
  [0x0204, 'target-unreachable'], // resource not found
  [0x0205, 'target-closed'], // resource conflict
  [0x0206, 'target-closed'], // resource closed
  [0x0207, 'target-unreachable'], // upstream not found
  [0x0208, 'target-unreachable'], // upstream unavailable
  [0x0209, 'target-closed'], // session conflict
  [0x020a, 'target-closed'], // session timeout
  [0x020b, 'target-closed'], // session closed
  [0x0300, 'viewer-misbehaved'], // bad request
  [0x0301, 'target-login-refused'], // unauthorised
  [0x0303, 'target-login-refused'], // forbidden
  [0x0308, 'viewer-stalled'], // the viewer did not answer `sync` in time
  [0x030d, 'viewer-misbehaved'], // overrun
  [0x030f, 'viewer-misbehaved'], // bad type
  [0x031d, 'engine-unavailable'], // too many
]);

export function reasonOfStatus(status: number): ConsoleCloseReason {
  return reasons.get(status) ?? 'engine-unavailable';
}
