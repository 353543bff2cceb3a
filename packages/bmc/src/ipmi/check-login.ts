import type { IpmiTarget, LoginCheck } from '../capabilities.ts';
import { type BmcDependencies, establishSession, LoginRefused } from './establish.ts';
import type { RefusalReason } from './handshake.ts';

const provesRefusal: readonly RefusalReason[] = ['name', 'password', 'privilege'];

/**
 * One complete login and logout. `refused` only on the BMC's word (or a proof that fails against this
 * password); everything else that keeps the login from succeeding rejects, because silence proves nothing.
 */
export async function checkLogin(target: IpmiTarget, dependencies: BmcDependencies): Promise<LoginCheck> {
  try {
    const session = await establishSession(target, dependencies);
    await session.close();
    return 'accepted';
  } catch (error) {
    if (error instanceof LoginRefused && provesRefusal.includes(error.reason)) return 'refused';
    throw error;
  }
}
