import { type GrantRow, type GrantWithServer, policyWithin } from '@postern/database';
import {
  type GrantPolicy,
  type GrantState,
  reviewStageAt,
  revocationOverdueAfterSeconds,
} from '@postern/domain';
import { z } from 'zod';
import {
  type GrantOverviewShape,
  type GrantShape,
  grantOverviewShape,
  grantShape,
  proofShape,
} from '../shapes/grant.ts';

type ExtensionPolicy = Pick<GrantPolicy, 'maxExtensions' | 'maxTotalSeconds'>;

/** A stored grant as pages show it, under the policy that holds for it and at the instant `now` of the database's clock. */
export function grantShapeOf(row: GrantRow, policy: ExtensionPolicy, now: Date): GrantShape {
  const account = row.accounts[0];
  const usable =
    row.state === 'active' &&
    row.graceStartedAt === null &&
    account !== undefined &&
    account.verifiedAt !== null;
  const extensionsLeft = row.permanent ? 0 : Math.max(policy.maxExtensions - row.extensions, 0);
  // The database holds its words to lists of its own; parsing narrows the types and would show a drift.
  return grantShape.parse({
    id: row.id,
    serverId: row.serverId,
    state: row.state,
    stateSince: row.stateSince,
    step: row.step,
    organisation: row.organisation,
    holderName: row.holder?.name ?? null,
    requestedByName: row.requestedBy.name,
    requestedAt: row.requestedAt,
    reason: row.reason,
    ticketNumber: row.ticketNumber,
    permanent: row.permanent,
    reviewAt: row.reviewAt,
    reviewDue: row.permanent && row.state === 'active' ? reviewStageAt(row.reviewAt, now) : null,
    ownerName: row.owner?.name ?? null,
    durationSeconds: row.durationSeconds,
    privilege: row.privilege,
    scopes: row.scopes,
    sourceAddresses: [row.sourceIpv4, row.sourceIpv6].filter((address) => address !== null),
    approvalUntil: row.approvalUntil,
    decidedByName: row.decidedBy?.name ?? null,
    decidedAt: row.decidedAt,
    decisionReason: row.decisionReason,
    startsAt: row.startsAt,
    endsAt: row.endsAt,
    graceSeconds: row.graceSeconds,
    inGrace: row.graceStartedAt !== null && row.state === 'active',
    extensionsLeft,
    longestExtensionSeconds: longestExtension(row, policy, extensionsLeft, now),
    overdue: isOverdue(row, now),
    attempts: row.attempts,
    lastError:
      row.lastErrorCode === null
        ? null
        : { code: row.lastErrorCode, sentence: row.lastError ?? 'It did not work; Postern keeps trying.' },
    endCause: row.endCause,
    revokedAt: row.revokedAt,
    proof: row.proof === null ? null : proofShape.parse(row.proof),
    username: usable ? account.username : null,
    address: usable ? addressOf(row) : null,
    relay: usable ? relayOf(row) : null,
  });
}

/** A tenant whose access is carried has no use for the BMC's own address, and is not told it. */
function addressOf({ accessPath, relay, bmc }: GrantRow): GrantShape['address'] {
  if (accessPath === 'direct') return { host: bmc.host, port: bmc.port };
  return relay === null || relay.closedAt !== null ? null : { host: relay.host, port: relay.port };
}

const refusals = z.record(z.string(), z.number());

function relayOf({ accessPath, relay }: GrantRow): GrantShape['relay'] {
  if (accessPath !== 'carried' || relay === null) return null;
  return {
    datagrams: Number(relay.datagramsToBmc + relay.datagramsToClient),
    lastCarriedAt: relay.lastCarriedAt,
    fromStrangers: refusals.parse(relay.refused).stranger ?? 0,
  };
}

export function grantOverviewOf(row: GrantWithServer, now: Date): GrantOverviewShape {
  const { id, name, rack, site } = row.server;
  const { policy } = policyWithin({ site, organisation: row.organisation, server: row.server });
  return grantOverviewShape.parse({
    ...grantShapeOf(row, policy, now),
    server: { id, name, rack, siteName: site.name },
  });
}

/**
 * A revocation is late when the account is not proven gone `revocationOverdueAfterSeconds` after the end: the planned
 * end, or the moment at which somebody ended it before.
 */
export function isOverdue(
  grant: { readonly state: GrantState | string; readonly stateSince: Date; readonly endsAt: Date | null },
  now: Date,
): boolean {
  if (grant.state !== 'revoking') return false;
  const end = Math.min(grant.stateSince.getTime(), grant.endsAt?.getTime() ?? Number.POSITIVE_INFINITY);
  return now.getTime() > end + revocationOverdueAfterSeconds * 1000;
}

function longestExtension(row: GrantRow, policy: ExtensionPolicy, extensionsLeft: number, now: Date): number {
  if (row.state !== 'active' || row.graceStartedAt !== null || row.startsAt === null || row.endsAt === null)
    return 0;
  if (extensionsLeft === 0 || row.endsAt.getTime() <= now.getTime()) return 0;
  const usedSeconds = (row.endsAt.getTime() - row.startsAt.getTime()) / 1000;
  return Math.max(Math.floor(policy.maxTotalSeconds - usedSeconds), 0);
}
