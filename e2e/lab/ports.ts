/** Every port that one lab server uses on 127.0.0.1. */
export type ServerPorts = {
  /** UDP: the BMC. */
  readonly bmc: number;
  /** TCP: where a machine's own side of the BMC would connect (`ipmi_sim` wants it for power control). */
  readonly system: number;
  /** TCP: the two ends of the serial wire, BMC and machine. */
  readonly serialBmc: number;
  readonly serialMachine: number;
  /** TCP: VNC. QEMU counts displays from 5900, so it must lie above that. */
  readonly screen: number;
  /** TCP: the command port of `ipmi_sim`, by which tests move its sensors. */
  readonly simulator: number;
  /** TCP: Redfish. */
  readonly redfish: number;
};

const perServer = 10;
const lowestScreen = 5900;

/** Ports of the server at `index`, all derived from one number so that two labs fit on one machine. */
export function serverPorts(portBase: number, index: number): ServerPorts {
  if (portBase <= lowestScreen || portBase > 65_000) {
    throw new RangeError(
      `the lab's ports must begin between ${lowestScreen + 1} and 65000, not at ${portBase}`,
    );
  }
  const first = portBase + index * perServer;
  return {
    bmc: first,
    system: first + 1,
    serialBmc: first + 2,
    serialMachine: first + 3,
    screen: first + 4,
    simulator: first + 5,
    redfish: first + 6,
  };
}
