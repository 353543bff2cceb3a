/** How long to wait for a Redfish service, in milliseconds, and how much to take from it. */
export interface RedfishTiming {
  readonly connectTimeoutMs: number;
  /** Wait for the headers of an answer, and between two parts of its body. */
  readonly replyTimeoutMs: number;
  /** A whole request, whatever trickles in. */
  readonly requestTimeoutMs: number;
  /** Wait for the end of the login session when we leave. */
  readonly closeTimeoutMs: number;
  readonly taskPollMs: number;
  readonly taskTimeoutMs: number;
  readonly maxBodyBytes: number;
}

export const defaultRedfishTiming: RedfishTiming = {
  connectTimeoutMs: 5_000,
  // Some BMCs think for long over an account.
  replyTimeoutMs: 20_000,
  requestTimeoutMs: 40_000,
  closeTimeoutMs: 2_000,
  taskPollMs: 1_000,
  taskTimeoutMs: 120_000,
  maxBodyBytes: 4 * 1024 * 1024,
};
