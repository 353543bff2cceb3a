import { liveGrantStates } from '@postern/domain';
import type { Tx } from '../client.ts';
import type { TenantScope } from '../tenant-scope.ts';
import { withinScope } from '../tenant-scope.ts';
import {
  type ActionRow,
  actionSelection,
  type GrantRow,
  grantSelection,
  type ServerRow,
  serverSelection,
} from './server-row.ts';

/** One server within the scope, or `null`: another tenant's and none at all look the same. */
export function readServer(tx: Tx, scope: TenantScope, serverId: string): Promise<ServerRow | null> {
  return tx.server.findFirst({
    where: { id: serverId, ...withinScope(scope) },
    select: serverSelection(scope),
  });
}

/** The last grant of a server that is over: revoked with its proof, or denied. */
export function readLastOverGrant(tx: Tx, scope: TenantScope, serverId: string): Promise<GrantRow | null> {
  return tx.grant.findFirst({
    where: { serverId, state: { in: ['revoked', 'denied'] }, ...withinScope(scope) },
    orderBy: { stateSince: 'desc' },
    select: grantSelection,
  });
}

/** Those of the servers on which anybody holds or awaits access, whoever he is. Says nothing else about him. */
export async function serversWithLiveGrant(
  tx: Tx,
  serverIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const grants = await tx.grant.findMany({
    where: { serverId: { in: [...serverIds] }, state: { in: [...liveGrantStates] } },
    select: { serverId: true },
  });
  return new Set(grants.map(({ serverId }) => serverId));
}

/** The action that runs or waits on a server, if any. */
export function readUnfinishedAction(
  tx: Tx,
  scope: TenantScope,
  serverId: string,
): Promise<ActionRow | null> {
  return tx.action.findFirst({
    where: { serverId, state: { in: ['requested', 'running'] }, ...withinScope(scope) },
    orderBy: { requestedAt: 'desc' },
    select: actionSelection,
  });
}
