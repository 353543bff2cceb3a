import { type ActionToRun, renewActionClaim } from '@postern/database';
import { type BrokerParts, claimSeconds } from '../broker-parts.ts';
import { BrokerFault } from '../failure.ts';

/**
 * For work that may be done twice: asked before each write, it keeps the claim and never says that something was sent, so
 * that another broker begins again where this one dies. @throws BrokerFault `superseded`
 */
export async function keepAction({ db, brokerId }: BrokerParts, { actionId }: ActionToRun): Promise<void> {
  if (await renewActionClaim(db.client, { actionId, brokerId, claimSeconds })) return;
  throw new BrokerFault('superseded', 'Another broker goes on with this action.', 'unknown');
}
