import {
  type AuditEvent,
  type BmcUserFinding,
  type BmcUserRecord,
  bmcUserFinding,
  bmcUserRecord,
} from '@postern/domain';
import { z } from 'zod';
import { appendAuditEvent } from '../audit/append-audit-event.ts';
import type { Database, Tx } from '../client.ts';

/** Keeps who stood on a BMC before a grant's account was made. What was kept first stays: a retry comes later. */
export async function keepUserSnapshot(
  tx: Tx,
  { grantId, users }: { readonly grantId: string; readonly users: readonly BmcUserRecord[] },
): Promise<void> {
  await tx.$executeRaw`
    insert into bmc_user_snapshot (grant_id, users) values (${grantId}::uuid, ${JSON.stringify(users)}::jsonb)
    on conflict (grant_id) do nothing`;
}

export interface UserSnapshot {
  readonly grantId: string;
  readonly serverId: string;
  readonly users: readonly BmcUserRecord[];
}

/** Snapshots of a BMC whose grant is proven gone and that nobody has compared yet. */
export async function listUncomparedSnapshots(
  tx: Tx,
  { bmcId }: { readonly bmcId: string },
): Promise<UserSnapshot[]> {
  const rows = await tx.bmcUserSnapshot.findMany({
    where: { comparedAt: null, grant: { bmcId, state: 'revoked' } },
    orderBy: { takenAt: 'asc' },
    select: { grantId: true, users: true, grant: { select: { serverId: true } } },
  });
  return rows.map(({ grantId, users, grant }) => ({
    grantId,
    serverId: grant.serverId,
    users: z.array(bmcUserRecord).parse(users),
  }));
}

/** Keeps what a comparison found, each finding with its audit event. False: another broker has compared it. */
export async function recordComparison(
  db: Database,
  comparison: {
    readonly grantId: string;
    readonly findings: readonly BmcUserFinding[];
    readonly eventOf: (finding: BmcUserFinding) => AuditEvent;
  },
): Promise<boolean> {
  const { grantId, findings, eventOf } = comparison;
  return db.transaction(async (tx) => {
    const compared = await tx.$executeRaw`
      update bmc_user_snapshot set compared_at = now(), findings = ${JSON.stringify(findings)}::jsonb
       where grant_id = ${grantId}::uuid and compared_at is null`;
    if (compared === 0) return false;
    for (const finding of findings) await appendAuditEvent(tx, eventOf(finding));
    return true;
  });
}

export interface SnapshotFindings {
  readonly grantId: string;
  readonly comparedAt: Date;
  readonly findings: readonly BmcUserFinding[];
  readonly server: { readonly id: string; readonly name: string; readonly siteName: string };
  readonly organisationName: string;
}

/** What appeared on BMCs while somebody held administrator rights, and nobody has looked at; the newest first. */
export async function listUnseenFindings(
  tx: Tx,
  { limit }: { readonly limit: number },
): Promise<SnapshotFindings[]> {
  const rows = await tx.bmcUserSnapshot.findMany({
    where: { seenAt: null, comparedAt: { not: null }, NOT: { findings: { equals: [] } } },
    orderBy: { comparedAt: 'desc' },
    take: limit,
    select: {
      grantId: true,
      comparedAt: true,
      findings: true,
      grant: {
        select: {
          organisation: { select: { name: true } },
          server: { select: { id: true, name: true, site: { select: { name: true } } } },
        },
      },
    },
  });
  return rows.flatMap(({ grantId, comparedAt, findings, grant: { organisation, server } }) =>
    comparedAt === null
      ? []
      : [
          {
            grantId,
            comparedAt,
            findings: z.array(bmcUserFinding).parse(findings),
            server: { id: server.id, name: server.name, siteName: server.site.name },
            organisationName: organisation.name,
          },
        ],
  );
}

/** Somebody has looked at it. `null`: there is nothing to look at, or somebody has. */
export async function markFindingsSeen(
  tx: Tx,
  { grantId, byUserId }: { readonly grantId: string; readonly byUserId: string },
): Promise<{ readonly serverId: string } | null> {
  const [row] = await tx.$queryRaw<{ serverId: string }[]>`
    update bmc_user_snapshot s set seen_at = now(), seen_by_id = ${byUserId}::uuid
      from access_grant g
     where s.grant_id = ${grantId}::uuid and g.id = s.grant_id and s.compared_at is not null and s.seen_at is null
    returning g.server_id as "serverId"`;
  return row ?? null;
}
