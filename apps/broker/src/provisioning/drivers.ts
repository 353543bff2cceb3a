/** How the broker reaches BMCs. The protocol is the target's, chosen once per BMC: another one is never tried instead. */
import {
  type BmcAddress,
  type BmcTarget,
  checkLogin,
  createBmcTransport,
  type DetectedProtocols,
  detectProtocols,
  fetchCertificate,
  type IpmiBmc,
  type LoginCheck,
  type OpenDependencies,
  openBmc,
  type ProtocolPorts,
  probeReachable,
  type RedfishBmc,
  type ShownCertificate,
  type Timing,
} from '@postern/bmc';

/** A BMC as its driver opens it: `protocol` tells the two apart. */
export type OpenedBmc = IpmiBmc | RedfishBmc;

export interface BmcDriver {
  /** Logs in. `beforeWrite` is asked before each single write over Redfish, where one call may send several. Rejects with a `BmcError`. */
  open(target: BmcTarget, guard?: { readonly beforeWrite: () => Promise<void> }): Promise<OpenedBmc>;
  /** One login and logout; see `LoginCheck`. */
  checkLogin(target: BmcTarget): Promise<LoginCheck>;
  /** Resolves when something that speaks IPMI answers, without a login. Rejects with a `BmcError`. */
  reachIpmi(address: BmcAddress): Promise<void>;
  /** The certificate that is shown now; nothing is sent. Rejects with a `BmcError`. */
  certificate(address: BmcAddress): Promise<ShownCertificate>;
  /** Which protocols answer, without a login. */
  detect(ports: ProtocolPorts): Promise<DetectedProtocols>;
  /** What the library needs to reach a BMC by itself, for on-boarding. */
  readonly dependencies: OpenDependencies;
  close(): Promise<void>;
}

/** A single request is over before a lease that was renewed for it lapses (`leaseSeconds`). */
const redfishTiming = { replyTimeoutMs: 15_000, requestTimeoutMs: 20_000 };

/** IPMI 2.0 over one UDP socket for all BMCs of this broker, Redfish over connections of each BMC's own. */
export function createBmcDriver(timing: Partial<Timing> = {}): BmcDriver {
  const transport = createBmcTransport();
  const dependencies = { transport, timing, redfishTiming };
  return {
    dependencies,
    open(target, guard) {
      if (target.protocol === 'redfish') return openBmc(target, { ...dependencies, ...guard });
      // Each handshake with the stored credential counts against the limit that keeps BMCs from locking Postern out.
      return openBmc(target, { ...dependencies, confirmRefusals: false });
    },
    checkLogin: (target) => checkLogin(target, dependencies),
    async reachIpmi(address) {
      await probeReachable(address, dependencies);
    },
    certificate: (address) => fetchCertificate(address),
    detect: (ports) => detectProtocols(ports, dependencies),
    close: async () => transport.close(),
  };
}
