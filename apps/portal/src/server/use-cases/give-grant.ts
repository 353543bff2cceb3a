import {
  appendAuditEvent,
  countLiveGrants,
  insertGrant,
  readPerson,
  readServer,
  siteClocksAreOff,
  type Tx,
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
import type { ViewerContext } from '../trpc/context.ts';
import { actorOf } from './actor-of.ts';

export interface GiftOfAccess {
  readonly serverId: string;
  readonly term: /** `ownerId`: who answers for it; absent: who gives it. */
    | { readonly permanent: true; readonly reviewAt: Date; readonly ownerId?: string | undefined }
    | { readonly permanent: false; readonly durationSeconds: number };
  readonly reason: string;
  /** Absent: everything that policy allows and the server can do. */
  readonly scopes?: readonly GrantScope[] | undefined;
  readonly ticketNumber: string;
  /** Absent: for the whole organisation. */
  readonly holderId?: string | undefined;
}

/** Staff give a server's tenant access, for a time or permanently, with a reason and a ticket number. */
export function giveGrant(
  { portal, viewer, sourceAddress }: ViewerContext,
  gift: GiftOfAccess,
): Promise<Result<{ readonly grantId: string }>> {
  return transact(portal.db, async (tx) => {
    const server = await readServer(tx, tenantScope(viewer), gift.serverId);
    if (server === null) return refused({ reason: 'not-found' });
    if (server.organisation === null) return refused({ reason: 'server-without-tenant' });
    if (server.organisation.suspendedAt !== null) return refused({ reason: 'organisation-suspended' });
    if (server.bmc === null) return refused({ reason: 'server-has-no-bmc' });
    if (gift.holderId !== undefined) {
      const holder = await readPerson(tx, gift.holderId);
      if (holder?.organisation?.id !== server.organisation.id || holder.disabledAt !== null) {
        return refused({ reason: 'holder-not-of-tenant' });
      }
    }
    const { policy } = policyOf(server);
    if (!gift.term.permanent) {
      const decision = decideDuration(policy, gift.term.durationSeconds);
      if (!decision.allowed) return refused(decision);
    }
    if (await siteClocksAreOff(tx, server.site.id))
      return refused({ reason: 'clocks-off', siteName: server.site.name });
    if (server.site.observingSince !== null) return refused({ reason: 'site-observing' });
    const free = decideBlocks(blocksOf(server));
    if (!free.allowed) return refused(free);
    const choice = decideScopes(scopesOf(server), gift.scopes);
    if (!choice.allowed) return refused(choice);
    const organisationId = server.organisation.id;
    const room = decideLiveGrants(policy, await countLiveGrants(tx, { organisationId }));
    if (!room.allowed) return refused(room);
    const durationSeconds = gift.term.permanent ? null : gift.term.durationSeconds;
    const ownerId = gift.term.permanent ? (gift.term.ownerId ?? viewer.userId) : null;
    if (ownerId !== null && !(await isActiveStaff(tx, ownerId)))
      return refused({ reason: 'owner-not-staff' });
    const reviewAt = gift.term.permanent ? gift.term.reviewAt : null;
    const grant = await insertGrant(tx, {
      serverId: server.id,
      bmcId: server.bmc.id,
      organisationId,
      holderId: gift.holderId ?? null,
      requestedById: viewer.userId,
      privilege: policy.accountPrivilege,
      scopes: choice.scopes,
      permanent: gift.term.permanent,
      durationSeconds,
      reason: gift.reason,
      ticketNumber: gift.ticketNumber,
      reviewAt,
      ownerId,
      // Staff give it: that is the approval.
      approvalTimeoutSeconds: null,
      // Its holder locks it to his own address: until then nothing is carried.
      sourceIpv4: null,
      sourceIpv6: null,
    });
    if (grant === null) {
      return refused({ reason: 'server-has-grant', grantId: server.grants[0]?.id ?? '' });
    }
    await appendAuditEvent(tx, {
      type: 'grant.requested',
      outcome: 'ok',
      ...actorOf(viewer, sourceAddress),
      organisationId,
      serverId: server.id,
      grantId: grant.grantId,
      details: {
        permanent: gift.term.permanent,
        durationSeconds,
        scopes: choice.scopes.join(' '),
        reviewAt: reviewAt?.toISOString() ?? null,
        reason: gift.reason,
        ticketNumber: gift.ticketNumber,
      },
    });
    return done(grant);
  });
}

async function isActiveStaff(tx: Tx, userId: string): Promise<boolean> {
  const person = await readPerson(tx, userId);
  return person !== null && person.role !== 'tenant' && person.disabledAt === null;
}
