import { BmcError } from '@postern/bmc';
import { BrokerFault } from '../failure.ts';

/**
 * The limit that keeps BMCs from locking Postern out, while the database that counts for all brokers is away: each counts
 * for itself, and stops at one refusal less, as the others may count too.
 */
export function createLoginLimit(clock: { now(): number }) {
  const refusals = new Map<string, readonly number[]>();
  const most = 2;
  const windowMs = 600_000;

  return {
    /** @throws BrokerFault `login-frozen`; what `work` throws. */
    async guard<T>(bmcId: string, work: () => Promise<T>): Promise<T> {
      const recent = (refusals.get(bmcId) ?? []).filter((at) => clock.now() - at < windowMs);
      refusals.set(bmcId, recent);
      if (recent.length >= most) {
        throw new BrokerFault(
          'login-frozen',
          'The stored login of this BMC was refused; it is tried again later.',
        );
      }
      try {
        return await work();
      } catch (error) {
        const refused = error instanceof BmcError && error.code === 'auth-failed';
        if (refused) refusals.set(bmcId, [...recent, clock.now()]);
        throw error;
      }
    },
  };
}
