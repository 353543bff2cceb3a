/** How the broker reaches BMCs. The protocol is the target's, chosen once per BMC: another one is never tried instead. */
import {
  type BmcAddress,
  type BmcTarget,
  checkLogin,
  createBmcTransport,
  type IpmiBmc,
  type LoginCheck,
  openBmc,
  probeReachable,
  type RedfishBmc,
  type Timing,
} from '@postern/bmc';

/** A BMC as its driver opens it: `protocol` tells the two apart. */
export type OpenedBmc = IpmiBmc | RedfishBmc;

export interface BmcDriver {
  /** Logs in. Rejects with a `BmcError`. */
  open(target: BmcTarget): Promise<OpenedBmc>;
  /** One login and logout; see `LoginCheck`. */
  checkLogin(target: BmcTarget): Promise<LoginCheck>;
  /** Resolves when something that speaks IPMI answers, without a login. Rejects with a `BmcError`. */
  probe(address: BmcAddress): Promise<void>;
  close(): Promise<void>;
}

/** IPMI 2.0 over one UDP socket for all BMCs of this broker, Redfish over connections of each BMC's own. */
export function createBmcDriver(timing: Partial<Timing> = {}): BmcDriver {
  const transport = createBmcTransport();
  const dependencies = { transport, timing };
  return {
    open(target) {
      if (target.protocol === 'redfish') return openBmc(target, dependencies);
      // Each handshake with the stored credential counts against the limit that keeps BMCs from locking Postern out.
      return openBmc(target, { ...dependencies, confirmRefusals: false });
    },
    checkLogin: (target) => checkLogin(target, dependencies),
    async probe(address) {
      await probeReachable(address, dependencies);
    },
    close: async () => transport.close(),
  };
}
