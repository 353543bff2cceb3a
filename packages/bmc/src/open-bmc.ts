import type { Bmc, BmcTarget, IpmiBmc, IpmiTarget, RedfishBmc, RedfishTarget } from './capabilities.ts';
import { openIpmiBmc } from './ipmi/driver/open-ipmi-bmc.ts';
import type { BmcDependencies } from './ipmi/establish.ts';
import { openRedfishBmc } from './redfish/driver/open-redfish-bmc.ts';
import type { RedfishDependencies } from './redfish/http/redfish-client.ts';

/**
 * Logs in to one BMC, by the protocol that its target names. Rejects with `unreachable`, `auth-failed`,
 * `privilege-refused`, `no-session-slot`, `cipher-refused`, `certificate-changed`, `password-change-required`,
 * `protocol-violation` or `misuse`. Close what it returns in a `finally`.
 */
export function openBmc(target: IpmiTarget, dependencies: OpenDependencies): Promise<IpmiBmc>;
export function openBmc(target: RedfishTarget, dependencies: OpenDependencies): Promise<RedfishBmc>;
export function openBmc(target: BmcTarget, dependencies: OpenDependencies): Promise<Bmc>;
export async function openBmc(target: BmcTarget, dependencies: OpenDependencies): Promise<Bmc> {
  return target.protocol === 'redfish'
    ? openRedfishBmc(target, dependencies)
    : openIpmiBmc(target, dependencies);
}

export type OpenDependencies = BmcDependencies & RedfishDependencies;
