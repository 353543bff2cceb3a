import { appendAuditEvent, databaseNow, readGrant, readSealedAccount, tenantScope } from '@postern/database';
import { sealingContext, unseal } from '@postern/domain';
import { transact } from '../portal.ts';
import { objectionToUse } from '../queries/use-of-grant.ts';
import { done, type Result, refused } from '../refusal.ts';
import type { ViewerContext } from '../trpc/context.ts';
import { actorOf } from './actor-of.ts';

export interface RevealedAccount {
  readonly username: string;
  readonly password: string;
  readonly host: string;
  readonly port: number;
}

/**
 * Opens the password of an active account for the people of its tenant, and nobody else. The audit event is committed
 * before the password leaves.
 */
export function revealPassword(
  { portal, viewer, sourceAddress }: ViewerContext,
  grantId: string,
): Promise<Result<RevealedAccount>> {
  return transact(portal.db, async (tx) => {
    const scope = tenantScope(viewer);
    const grant = await readGrant(tx, scope, grantId);
    if (grant === null) return refused({ reason: 'not-found' });
    const objection = objectionToUse(grant, 'account', await databaseNow(tx));
    if (objection?.reason === 'grant-needed') return refused({ reason: 'grant-over' });
    if (objection !== null) return refused(objection);
    const account = await readSealedAccount(tx, scope, grantId);
    if (account === null || grant.server.organisationId !== grant.organisationId) {
      return refused({ reason: 'grant-over' });
    }
    const { accountId, username, host, port } = account;
    const context = sealingContext.accountPasswordForTenant(accountId);
    const bytes = unseal(account.passwordForTenant, portal.privateKeyPem, context);
    const password = bytes.toString('utf8');
    bytes.fill(0);
    await appendAuditEvent(tx, {
      type: 'grant.password-revealed',
      outcome: 'ok',
      ...actorOf(viewer, sourceAddress),
      organisationId: grant.organisationId,
      serverId: grant.serverId,
      grantId,
      details: { username },
    });
    return done({ username, password, host, port });
  });
}
