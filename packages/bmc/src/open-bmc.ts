import type { Bmc, BmcTarget, IpmiBmc, IpmiTarget } from './capabilities.ts';
import { BmcError } from './errors.ts';
import { openIpmiBmc } from './ipmi/driver/open-ipmi-bmc.ts';
import type { BmcDependencies } from './ipmi/establish.ts';

/**
 * Logs in to one BMC. Rejects with `unreachable`, `auth-failed`, `privilege-refused`, `no-session-slot`,
 * `cipher-refused`, `protocol-violation` or `misuse`. Close what it returns in a `finally`.
 */
export function openBmc(target: IpmiTarget, dependencies: BmcDependencies): Promise<IpmiBmc>;
export function openBmc(target: BmcTarget, dependencies: BmcDependencies): Promise<Bmc>;
export async function openBmc(target: BmcTarget, dependencies: BmcDependencies): Promise<Bmc> {
  if (target.protocol !== 'redfish') return openIpmiBmc(target, dependencies);
  throw new BmcError('misuse', 'Redfish is not spoken yet.', { outcome: 'not-applied', retry: 'never' });
}
