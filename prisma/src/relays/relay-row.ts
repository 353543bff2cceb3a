/** What a relay has carried and refused since it was first opened, over all brokers that carried it. */
export interface RelayCounts {
  readonly datagramsToBmc: number;
  readonly bytesToBmc: number;
  readonly datagramsToClient: number;
  readonly bytesToClient: number;
  /** By reason. */
  readonly refused: Readonly<Record<string, number>>;
}
