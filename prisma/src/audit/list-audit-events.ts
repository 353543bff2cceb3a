import type { Tx } from '../client.ts';
import { Prisma } from '../generated/client.ts';
import type { TenantScope } from '../tenant-scope.ts';

export interface AuditFilter {
  readonly types?: readonly string[] | undefined;
  readonly outcome?: string | undefined;
  /** Part of the actor's name. */
  readonly actor?: string | undefined;
  readonly actorId?: string | undefined;
  readonly serverId?: string | undefined;
  readonly organisationId?: string | undefined;
  readonly grantId?: string | undefined;
  readonly from?: Date | undefined;
  readonly until?: Date | undefined;
  /** Only events older than this number. */
  readonly before?: bigint | undefined;
  readonly limit: number;
}

export interface AuditRow {
  readonly seq: bigint;
  readonly at: Date;
  readonly type: string;
  readonly outcome: string;
  readonly actorKind: 'user' | 'broker' | 'anonymous';
  readonly actorId: string | null;
  readonly actorName: string;
  /** The actor's role today, if he is a person. */
  readonly actorRole: string | null;
  readonly sourceAddress: string | null;
  readonly organisationName: string | null;
  readonly serverId: string | null;
  readonly serverName: string | null;
  readonly grantId: string | null;
  readonly details: unknown;
  readonly hash: string;
}

/** One page of the main chain, newest first, and one row more if there is a next page. */
export function listAuditEvents(tx: Tx, scope: TenantScope, filter: AuditFilter): Promise<AuditRow[]> {
  const conditions = [
    Prisma.sql`e.chain = 'main'`,
    scope.organisationId !== null && Prisma.sql`e.organisation_id = ${scope.organisationId}::uuid`,
    filter.types !== undefined &&
      filter.types.length > 0 &&
      Prisma.sql`e.type in (${Prisma.join([...filter.types])})`,
    filter.outcome !== undefined && Prisma.sql`e.outcome = ${filter.outcome}`,
    filter.actor && Prisma.sql`strpos(lower(e.actor_name), lower(${filter.actor})) > 0`,
    filter.actorId !== undefined && Prisma.sql`e.actor_id = ${filter.actorId}::uuid`,
    filter.serverId !== undefined && Prisma.sql`e.server_id = ${filter.serverId}::uuid`,
    filter.organisationId !== undefined && Prisma.sql`e.organisation_id = ${filter.organisationId}::uuid`,
    filter.grantId !== undefined && Prisma.sql`e.grant_id = ${filter.grantId}::uuid`,
    filter.from !== undefined && Prisma.sql`e.at >= ${filter.from}`,
    filter.until !== undefined && Prisma.sql`e.at < ${filter.until}`,
    filter.before !== undefined && Prisma.sql`e.seq < ${filter.before}`,
  ].filter((condition) => condition instanceof Prisma.Sql);
  return tx.$queryRaw`
    select e.seq, e.at, e.type, e.outcome, e.actor_kind as "actorKind", e.actor_id as "actorId",
           e.actor_name as "actorName", u.role as "actorRole", e.source_address as "sourceAddress",
           o.name as "organisationName", e.server_id as "serverId", s.name as "serverName", e.grant_id as "grantId",
           e.details, encode(e.hash, 'hex') as hash
      from audit_event e
      left join app_user u on u.id = e.actor_id and e.actor_kind = 'user'
      left join organisation o on o.id = e.organisation_id
      left join server s on s.id = e.server_id
     where ${Prisma.join(conditions, ' and ')}
     order by e.seq desc
     limit ${filter.limit + 1}`;
}
