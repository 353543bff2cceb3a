import type { ActionKind } from '@postern/domain';
import type { Tx } from '../client.ts';
import { type ActionRow, actionSelection } from '../servers/server-row.ts';
import type { TenantScope } from '../tenant-scope.ts';
import { withinScope } from '../tenant-scope.ts';

export function readAction(tx: Tx, scope: TenantScope, actionId: string): Promise<ActionRow | null> {
  return tx.action.findFirst({ where: { id: actionId, ...withinScope(scope) }, select: actionSelection });
}

/** The newest actions on a server, newest first. */
export function listActions(
  tx: Tx,
  scope: TenantScope,
  { serverId, limit }: { readonly serverId: string; readonly limit: number },
): Promise<ActionRow[]> {
  return tx.action.findMany({
    where: { serverId, ...withinScope(scope) },
    orderBy: { requestedAt: 'desc' },
    take: limit,
    select: actionSelection,
  });
}

/** How often one kind of action was asked for on a server lately, by anybody. */
export async function countActionsOfKind(
  tx: Tx,
  limit: { readonly serverId: string; readonly kind: ActionKind; readonly withinSeconds: number },
): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    select count(*)::int as count from action
     where server_id = ${limit.serverId}::uuid and kind = ${limit.kind}
       and requested_at > now() - make_interval(secs => ${limit.withinSeconds}::float8)`;
  return row?.count ?? 0;
}

/** How many power and boot actions an organisation's people asked for on a server lately: the memory of a limit. */
export async function countActionsRequested(
  tx: Tx,
  limit: { readonly serverId: string; readonly userId: string; readonly withinSeconds: number },
): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    select count(*)::int as count from action
     where server_id = ${limit.serverId}::uuid and requested_by_id = ${limit.userId}::uuid
       and requested_at > now() - make_interval(secs => ${limit.withinSeconds}::float8)`;
  return row?.count ?? 0;
}
