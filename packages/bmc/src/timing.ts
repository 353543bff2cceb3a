/** How long to wait for a BMC, in milliseconds. The defaults suit slow firmware on a management network. */
export interface Timing {
  /** Wait for each handshake packet on the first try; some BMCs need more than a second for RAKP. */
  readonly handshakeTimeoutMs: number;
  /** Whole handshakes tried, each from the top with new ids. */
  readonly handshakeAttempts: number;
  /** Wait for the first answer to a command that may be sent again. */
  readonly commandTimeoutMs: number;
  /** Transmissions of a command that may be sent again. */
  readonly commandAttempts: number;
  /** Each further wait, of a command or a handshake, is longer by this. */
  readonly timeoutStepMs: number;
  /** Wait for the answer to a command that is sent once only, a power operation say. */
  readonly sendOnceTimeoutMs: number;
  /** Wait before a command is sent again that the BMC called itself too busy for. */
  readonly busyDelayMs: number;
  /** Idle time after which a session is kept open; the specification closes it after 60 s ± 3 s. */
  readonly keepAliveMs: number;
  /** Wait for the answer to Close Session. */
  readonly closeTimeoutMs: number;
  /** Wait for the acknowledgement of a serial packet before it is sent again. */
  readonly serialRetryMs: number;
  /** How often to ask who holds the serial console: not every BMC says when somebody takes it. */
  readonly serialWatchMs: number;
}

export const defaultTiming: Timing = {
  handshakeTimeoutMs: 2_000,
  handshakeAttempts: 3,
  commandTimeoutMs: 1_000,
  commandAttempts: 4,
  timeoutStepMs: 1_000,
  sendOnceTimeoutMs: 8_000,
  busyDelayMs: 500,
  keepAliveMs: 25_000,
  closeTimeoutMs: 500,
  serialRetryMs: 500,
  serialWatchMs: 5_000,
};
