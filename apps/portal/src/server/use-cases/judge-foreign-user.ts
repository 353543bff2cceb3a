import { appendAuditEvent, hastenHandOver, judgeBmcUser, readBmcUser } from '@postern/database';
import type { BmcUserVerdict } from '@postern/domain';
import { transact } from '../portal.ts';
import { done, type Result, refused } from '../refusal.ts';
import type { ViewerContext } from '../trpc/context.ts';
import { actorOf } from './actor-of.ts';

/** An admin decides of a foreign BMC user. A hand-over that waited for nothing else is tried again at once. */
export function judgeForeignUser(
  { portal, viewer, sourceAddress }: ViewerContext,
  judgement: {
    readonly userId: string;
    readonly reportedAt: Date;
    readonly note: string | null;
    readonly verdict: BmcUserVerdict;
  },
): Promise<Result<{ readonly userId: string }>> {
  return transact(portal.db, async (tx) => {
    const user = await readBmcUser(tx, judgement.userId);
    if (user === undefined) return refused({ reason: 'not-found' });
    if (!(await judgeBmcUser(tx, { ...judgement, byUserId: viewer.userId }))) {
      return refused({ reason: 'bmc-user-changed' });
    }
    await hastenHandOver(tx, { serverId: user.serverId });
    await appendAuditEvent(tx, {
      type: judgement.verdict === 'adopted' ? 'account.adopted' : 'account.ignored',
      outcome: 'ok',
      ...actorOf(viewer, sourceAddress),
      serverId: user.serverId,
      details: { slot: user.slot, username: user.name, note: judgement.note },
    });
    return done({ userId: user.id });
  });
}
