import type { BmcTarget, LoginCheck } from './capabilities.ts';
import { BmcError } from './errors.ts';
import { checkLogin as checkIpmiLogin } from './ipmi/check-login.ts';
import type { OpenDependencies } from './open-bmc.ts';
import { openRedfishClient } from './redfish/http/redfish-client.ts';

/**
 * One whole login and logout. `refused` only on the BMC's word, or on a proof that failed. Silence rejects, and so does
 * everything else that proves nothing: a full session table, another certificate, an account that has to change its
 * password first.
 */
export async function checkLogin(target: BmcTarget, dependencies: OpenDependencies): Promise<LoginCheck> {
  if (target.protocol !== 'redfish') return checkIpmiLogin(target, dependencies);
  try {
    await (await openRedfishClient(target, dependencies)).close();
    return 'accepted';
  } catch (error) {
    if (error instanceof BmcError && error.code === 'auth-failed') return 'refused';
    throw error;
  }
}
