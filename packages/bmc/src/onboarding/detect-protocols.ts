/** Which protocols a BMC answers, without a login: for the choice of its driver, which is made once and then recorded. */
import type { Protocol } from '../capabilities.ts';
import { BmcError } from '../errors.ts';
import type { BmcDependencies } from '../ipmi/establish.ts';
import { probeReachable, type Reachability } from '../ipmi/probe-reachable.ts';
import { fetchCertificate, type ShownCertificate } from '../redfish/http/certificate.ts';
import { createExchange } from '../redfish/http/exchange.ts';
import { textAt } from '../redfish/http/json.ts';
import type { RedfishDependencies } from '../redfish/http/redfish-client.ts';
import { defaultRedfishTiming } from '../redfish/http/timing.ts';
import { type VendorName, vendorOf } from '../vendors/vendor.ts';

export interface DetectedProtocols {
  /** `undefined`: nothing that speaks IPMI 2.0 answered. */
  readonly ipmi: Reachability | undefined;
  /** `undefined`: no Redfish service answered. */
  readonly redfish: DetectedRedfish | undefined;
  /**
   * Redfish where there is one: it tells refusals apart and its accounts end with their sessions. IPMI otherwise; serial
   * over LAN needs it in any case. `undefined`: neither answered.
   */
  readonly suggested: Protocol | undefined;
}

export interface DetectedRedfish {
  readonly version: string;
  readonly vendor: VendorName;
  /** For a person to compare: nothing was trusted because of it, and nothing secret was sent. */
  readonly certificate: ShownCertificate;
}

export interface ProtocolPorts {
  readonly host: string;
  /** UDP, 623 when absent. */
  readonly ipmiPort?: number;
  /** TCP, 443 when absent. */
  readonly httpsPort?: number;
}

/** Never rejects with a `BmcError`: silence is an answer here. */
export async function detectProtocols(
  { host, ipmiPort = 623, httpsPort = 443 }: ProtocolPorts,
  dependencies: BmcDependencies & RedfishDependencies,
): Promise<DetectedProtocols> {
  const [ipmi, redfish] = await Promise.all([
    orSilent(probeReachable({ host, port: ipmiPort }, dependencies)),
    orSilent(detectRedfish({ host, port: httpsPort }, dependencies)),
  ]);
  const speaksIpmi = ipmi?.supportsIpmi20 === true;
  const suggested = redfish !== undefined ? 'redfish' : speaksIpmi ? 'ipmi' : undefined;
  return { ipmi: speaksIpmi ? ipmi : undefined, redfish, suggested };
}

async function detectRedfish(
  address: { readonly host: string; readonly port: number },
  { redfishTiming }: RedfishDependencies,
): Promise<DetectedRedfish | undefined> {
  const timing = { ...defaultRedfishTiming, ...redfishTiming };
  const certificate = await fetchCertificate(address, timing.connectTimeoutMs);
  const exchange = createExchange(address, certificate.sha256, timing);
  try {
    const { status, body } = await exchange.send({ method: 'GET', path: '/redfish/v1/' });
    const version = textAt(body, 'RedfishVersion');
    if (status !== 200 || body === undefined || version === undefined) return undefined;
    return { version, vendor: vendorOf(body).name, certificate };
  } finally {
    await exchange.close();
  }
}

async function orSilent<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof BmcError) return undefined;
    throw error;
  }
}
