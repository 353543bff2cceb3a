import {
  appendAuditEvent,
  countGrantsRequested,
  countLiveGrants,
  insertGrant,
  readServer,
  siteClocksAreOff,
  sitesWithBroker,
  tenantScope,
} from '@postern/database';
import {
  decideBlocks,
  decideDuration,
  decideLiveGrants,
  decideScopes,
  type GrantScope,
} from '@postern/domain';
import { transact } from '../portal.ts';
import { blocksOf } from '../queries/blocks-of.ts';
import { scopesOf } from '../queries/server-abilities.ts';
import { policyOf } from '../queries/server-overview-of.ts';
import { done, type Result, refused } from '../refusal.ts';
import { type SourceAddresses, sourcesOf } from '../shapes/address.ts';
import type { ViewerContext } from '../trpc/context.ts';
import { actorOf } from './actor-of.ts';
import { limits, overLimit } from './limits.ts';

export interface GrantRequest {
  readonly serverId: string;
  /** Absent: the policy's default. */
  readonly durationSeconds?: number | undefined;
  readonly reason?: string | undefined;
  /** Absent: everything that policy allows and the server can do. */
  readonly scopes?: readonly GrantScope[] | undefined;
  /** Where the account will be used from, as the tenant says. */
  readonly sourceAddress?: SourceAddresses | undefined;
}

/** A tenant asks for access to his server. Policy, row, audit event and the brokers' wake-up are one transaction. */
export function requestGrant(
  { portal, viewer, sourceAddress }: ViewerContext,
  request: GrantRequest,
): Promise<Result<{ readonly grantId: string }>> {
  return transact(portal.db, async (tx) => {
    const server = await readServer(tx, tenantScope(viewer), request.serverId);
    if (server === null || server.organisationId === null) return refused({ reason: 'not-found' });
    if (server.bmc === null) return refused({ reason: 'server-has-no-bmc' });
    const live = server.grants[0];
    if (live !== undefined) return refused({ reason: 'server-has-grant', grantId: live.id });
    const { policy } = policyOf(server);
    const durationSeconds = request.durationSeconds ?? policy.defaultDurationSeconds;
    const decision = decideDuration(policy, durationSeconds);
    if (!decision.allowed) return refused(decision);
    const free = decideBlocks(blocksOf(server));
    if (!free.allowed) return refused(free);
    const choice = decideScopes(scopesOf(server), request.scopes);
    if (!choice.allowed) return refused(choice);
    if (server.site.observingSince !== null) return refused({ reason: 'site-observing' });
    if (!(await sitesWithBroker(tx)).has(server.site.id)) return refused({ reason: 'no-broker' });
    if (await siteClocksAreOff(tx, server.site.id))
      return refused({ reason: 'clocks-off', siteName: server.site.name });
    const asked = await countGrantsRequested(tx, {
      userId: viewer.userId,
      withinSeconds: limits.grantsPerPerson.withinSeconds,
    });
    const tooMany = overLimit(limits.grantsPerPerson, asked);
    if (tooMany !== null) return tooMany;
    const { organisationId } = server;
    const room = decideLiveGrants(policy, await countLiveGrants(tx, { organisationId }));
    if (!room.allowed) return refused(room);
    const sources = request.sourceAddress ?? sourcesOf([sourceAddress]);
    const grant = await insertGrant(tx, {
      serverId: server.id,
      bmcId: server.bmc.id,
      organisationId,
      holderId: viewer.userId,
      requestedById: viewer.userId,
      privilege: policy.accountPrivilege,
      scopes: choice.scopes,
      permanent: false,
      durationSeconds,
      reason: request.reason || null,
      ticketNumber: null,
      reviewAt: null,
      ownerId: null,
      approvalTimeoutSeconds: policy.approval === 'by-support' ? policy.approvalTimeoutSeconds : null,
      sourceIpv4: sources.ipv4,
      sourceIpv6: sources.ipv6,
    });
    // Nobody the viewer may see holds it: a former tenant's access still stands, or somebody was faster just now.
    if (grant === null) return refused({ reason: 'access-being-removed' });
    await appendAuditEvent(tx, {
      type: 'grant.requested',
      outcome: 'ok',
      ...actorOf(viewer, sourceAddress),
      organisationId,
      serverId: server.id,
      grantId: grant.grantId,
      details: {
        durationSeconds,
        permanent: false,
        scopes: choice.scopes.join(' '),
        approval: policy.approval,
        reason: request.reason || null,
      },
    });
    return done(grant);
  });
}
