import {
  appendAuditEvent,
  chooseConsoleBroker,
  countTicketsIssued,
  databaseNow,
  issueConsoleTicket,
  readServer,
  tenantScope,
} from '@postern/database';
import { isStaff, newTicket } from '@postern/domain';
import { transact } from '../portal.ts';
import { objectionToUse } from '../queries/use-of-grant.ts';
import { done, type Result, refused } from '../refusal.ts';
import type { ViewerContext } from '../trpc/context.ts';
import { actorOf } from './actor-of.ts';
import { limits, overLimit } from './limits.ts';

export interface TicketRequest {
  readonly serverId: string;
  readonly kind: 'screen' | 'serial';
  readonly reason?: string | undefined;
}

/** Gives a viewer the single-use key of one console, and the address of the broker that takes it. */
export function issueTicket(
  { portal, viewer, sourceAddress }: ViewerContext,
  request: TicketRequest,
): Promise<Result<{ readonly url: string; readonly ticket: string }>> {
  return transact(portal.db, async (tx) => {
    const server = await readServer(tx, tenantScope(viewer), request.serverId);
    if (server === null) return refused({ reason: 'not-found' });
    if (server.bmc === null) return refused({ reason: 'server-has-no-bmc' });
    if (isStaff(viewer) && !request.reason) return refused({ reason: 'reason-needed' });
    // Staff look by their own right, not on the tenant's grant: their console lives and ends without it.
    const grant = isStaff(viewer) ? undefined : server.grants[0];
    const readOnly = grant !== undefined && !grant.scopes.includes('console');
    if (!isStaff(viewer)) {
      const objection = objectionToUse(grant, readOnly ? 'view' : 'console', await databaseNow(tx));
      if (objection !== null) return refused(objection);
    }
    const offered =
      request.kind === 'serial' ? server.bmc.serialOverLan : server.bmc.screenProtocol !== 'none';
    if (!offered) return refused({ reason: 'console-not-offered', kind: request.kind });
    const { withinSeconds } = limits.ticketsPerPerson;
    const tooMany = overLimit(
      limits.ticketsPerPerson,
      await countTicketsIssued(tx, { userId: viewer.userId, withinSeconds }),
    );
    if (tooMany !== null) return tooMany;
    if (server.site.observingSince !== null) return refused({ reason: 'site-observing' });
    const broker = await chooseConsoleBroker(tx, server.site.id);
    if (broker === null) return refused({ reason: 'no-broker' });
    const { token, tokenHash } = newTicket();
    const grantId = grant?.id ?? null;
    await issueConsoleTicket(tx, {
      tokenHash,
      serverId: server.id,
      grantId,
      userId: viewer.userId,
      webSessionId: viewer.webSessionId,
      brokerId: broker.brokerId,
      kind: request.kind,
      readOnly,
      reason: request.reason || null,
      sourceAddress: sourceAddress ?? null,
    });
    await appendAuditEvent(tx, {
      type: 'console.ticket-issued',
      outcome: 'ok',
      ...actorOf(viewer, sourceAddress),
      organisationId: server.organisationId ?? undefined,
      serverId: server.id,
      grantId: grantId ?? undefined,
      details: { kind: request.kind, readOnly, reason: request.reason || null },
    });
    return done({ url: broker.consoleUrl, ticket: token });
  });
}
