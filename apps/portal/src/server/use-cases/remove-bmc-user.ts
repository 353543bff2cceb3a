import { readBmcUser } from '@postern/database';
import { removalRefusal } from '@postern/domain';
import { type Result, refused } from '../refusal.ts';
import type { ViewerContext } from '../trpc/context.ts';
import { askForAction } from './ask-for-action.ts';

/** Asks for the removal of exactly the user that the viewer saw and whose name he typed. The broker looks again. */
export async function removeBmcUser(
  context: ViewerContext,
  wish: {
    readonly userId: string;
    readonly name: string;
    readonly reason: string;
    readonly idempotencyKey: string;
  },
): Promise<Result<{ readonly actionId: string }>> {
  const user = await readBmcUser(context.portal.db.client, wish.userId);
  if (user === undefined) return refused({ reason: 'not-found' });
  if (user.gone) return refused({ reason: 'bmc-user-changed' });
  const refusal = removalRefusal(user);
  if (refusal !== null) return refused({ reason: 'bmc-user-stays', why: refusal });
  if (user.name !== wish.name) return refused({ reason: 'name-mistyped' });
  const { serverId, slot, name } = user;
  const { reason, idempotencyKey } = wish;
  const parameters = { kind: 'remove-account', userId: user.id, slot, name } as const;
  return askForAction(context, { serverId, parameters, idempotencyKey, reason });
}
