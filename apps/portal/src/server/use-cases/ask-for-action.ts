import {
  appendAuditEvent,
  countActionsOfKind,
  countActionsRequested,
  databaseNow,
  insertAction,
  readServer,
  type ServerRow,
  sitesWithBroker,
  type Tx,
  tenantScope,
} from '@postern/database';
import { type ActionParameters, isStaff, isUpkeep, scopeOfAction } from '@postern/domain';
import { transact } from '../portal.ts';
import { objectionToUse } from '../queries/use-of-grant.ts';
import { done, type Refusal, type Result, refused } from '../refusal.ts';
import type { ViewerContext } from '../trpc/context.ts';
import { actorOf } from './actor-of.ts';
import { limits, overLimit } from './limits.ts';

export interface ActionRequest {
  readonly serverId: string;
  readonly parameters: ActionParameters;
  /** From the click: asking again with the same key is the same action. */
  readonly idempotencyKey: string;
  readonly reason?: string | undefined;
}

/**
 * Asks for a power, boot or BMC operation. A tenant needs active access to the server; staff need none, and say why.
 * What changes nothing on a BMC, or is an admin's upkeep of it, needs no reason; who removes somebody from one says why. A
 * test is limited more.
 */
export function askForAction(
  { portal, viewer, sourceAddress }: ViewerContext,
  request: ActionRequest,
): Promise<Result<{ readonly actionId: string }>> {
  return transact(portal.db, async (tx) => {
    const { parameters } = request;
    const server = await readServer(tx, tenantScope(viewer), request.serverId);
    if (server === null) return refused({ reason: 'not-found' });
    const now = await databaseNow(tx);
    const objection = objectionTo({ server, staff: isStaff(viewer), request, now });
    if (objection !== null) return refused(objection);
    if (server.site.observingSince !== null) return refused({ reason: 'site-observing' });
    if (!(await sitesWithBroker(tx)).has(server.site.id)) return refused({ reason: 'no-broker' });
    const action = await insertAction(tx, {
      serverId: server.id,
      // What setting up tells of the management network is not for tenants; that it was done stands in their activity.
      organisationId: isSettingUp(parameters) || isUpkeep(parameters.kind) ? null : server.organisationId,
      requestedById: viewer.userId,
      parameters,
      idempotencyKey: request.idempotencyKey,
      reason: request.reason || null,
      sourceAddress: sourceAddress ?? null,
    });
    if (action.outcome === 'busy') return refused({ reason: 'action-running' });
    if (action.outcome === 'key-taken') return refused({ reason: 'idempotency-key-used' });
    if (action.outcome === 'same') return done({ actionId: action.actionId });
    const tooMany = overLimit(
      limits.actionsPerPersonAndServer,
      (await countOf(tx, viewer.userId, server)) - 1,
    );
    if (tooMany !== null) return tooMany;
    if (parameters.kind === 'bmc-test') {
      const { withinSeconds } = limits.bmcTestsPerServer;
      const tests = await countActionsOfKind(tx, {
        serverId: server.id,
        kind: parameters.kind,
        withinSeconds,
      });
      const tooManyTests = overLimit(limits.bmcTestsPerServer, tests - 1);
      if (tooManyTests !== null) return tooManyTests;
    }
    await appendAuditEvent(tx, {
      type: 'action.requested',
      outcome: 'ok',
      ...actorOf(viewer, sourceAddress),
      organisationId: isUpkeep(parameters.kind) ? undefined : (server.organisationId ?? undefined),
      serverId: server.id,
      grantId: server.grants[0]?.id,
      details: { actionId: action.actionId, ...parameters, reason: request.reason || null },
    });
    return done({ actionId: action.actionId });
  });
}

function isSettingUp({ kind }: ActionParameters): boolean {
  return kind === 'bmc-detect' || kind === 'bmc-probe' || kind === 'bmc-posture';
}

function objectionTo(facts: {
  readonly server: ServerRow;
  readonly staff: boolean;
  readonly request: ActionRequest;
  readonly now: Date;
}): Refusal | null {
  const { server, staff, request, now } = facts;
  const { kind } = request.parameters;
  if (kind === 'bmc-detect') return null;
  if (server.bmc === null) return { reason: 'server-has-no-bmc' };
  if (kind !== 'power' && kind !== 'boot' && kind !== 'bmc-reset' && kind !== 'remove-account') return null;
  if (staff) return request.reason ? null : { reason: 'reason-needed' };
  const scope = scopeOfAction[kind];
  return scope === null ? { reason: 'not-permitted' } : objectionToUse(server.grants[0], scope, now);
}

function countOf(tx: Tx, userId: string, server: ServerRow): Promise<number> {
  const { withinSeconds } = limits.actionsPerPersonAndServer;
  return countActionsRequested(tx, { serverId: server.id, userId, withinSeconds });
}
