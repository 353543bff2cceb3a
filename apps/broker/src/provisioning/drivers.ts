/** How the broker reaches BMCs. The driver is chosen once, by the BMC's protocol, never by trying another. */
import {
  checkLogin,
  createBmcTransport,
  type IpmiBmc,
  type IpmiTarget,
  type LoginCheck,
  openBmc,
  probeReachable,
  type Timing,
} from '@postern/bmc';

export interface BmcDriver {
  /** Logs in. Rejects with a `BmcError`. */
  open(target: IpmiTarget): Promise<IpmiBmc>;
  /** One login and logout; see `LoginCheck`. */
  checkLogin(target: IpmiTarget): Promise<LoginCheck>;
  /** Resolves when something that speaks the protocol answers, without a login. Rejects with a `BmcError`. */
  probe(address: { readonly host: string; readonly port: number }): Promise<void>;
  close(): Promise<void>;
}

/** IPMI 2.0 over one UDP socket for all BMCs of this broker. */
export function createIpmiDriver(timing: Partial<Timing> = {}): BmcDriver {
  const transport = createBmcTransport();
  const dependencies = { transport, timing };
  return {
    // Each handshake with the stored credential counts against the limit that keeps BMCs from locking Postern out.
    open: (target) => openBmc(target, { ...dependencies, confirmRefusals: false }),
    checkLogin: (target) => checkLogin(target, dependencies),
    async probe(address) {
      await probeReachable(address, dependencies);
    },
    close: async () => transport.close(),
  };
}
