import {
  databaseNow,
  listBmcSecrets,
  readLastHandOver,
  readLastOverGrant,
  readServer,
  readUnfinishedAction,
  type ServerRow,
  serversWithLiveGrant,
  sitesWithBroker,
  type Tx,
  tenantScope,
} from '@postern/database';
import { authorize, type GrantScope, isStaff, type Viewer } from '@postern/domain';
import { type BmcShape, bmcShape, type ServerShape, serverShape } from '../shapes/server.ts';
import type { ViewerContext } from '../trpc/context.ts';
import { actionShapeOf } from './action-shape-of.ts';
import { blocksOf, type StoredBlock } from './blocks-of.ts';
import { grantShapeOf } from './grant-shape-of.ts';
import { readHealth } from './read-hardware-for-viewer.ts';
import { scopesOf } from './server-abilities.ts';
import { policyOf, serverOverviewOf } from './server-overview-of.ts';

/** One server with everything its page shows; `null` when there is none that the viewer may see. */
export async function readServerForViewer(
  { portal, viewer, sourceAddress }: ViewerContext,
  serverId: string,
): Promise<ServerShape | null> {
  const tx = portal.db.client;
  const scope = tenantScope(viewer);
  const row = await readServer(tx, scope, serverId);
  if (row === null) return null;
  const [now, sites, taken, lastEnded, running, handOver, health, bmc] = await Promise.all([
    databaseNow(tx),
    sitesWithBroker(tx),
    serversWithLiveGrant(tx, [serverId]),
    readLastOverGrant(tx, scope, serverId),
    readUnfinishedAction(tx, scope, serverId),
    readLastHandOver(tx, serverId),
    readHealth(tx, scope, row),
    authorize(viewer, 'bmc:write').allowed ? bmcShapeOf(tx, row) : null,
  ]);
  const siteHasBroker = sites.has(row.site.id);
  const accessBlocked = taken.has(serverId);
  const overview = serverOverviewOf(row, { viewer, now, siteHasBroker, accessBlocked });
  const { policy } = policyOf(row);
  const lastAction = row.actions[0];
  return serverShape.parse({
    ...overview,
    serial: row.serial,
    site: { ...overview.site, slug: row.site.slug },
    policy,
    offeredScopes: scopesOf(row),
    boot: bootOf(row),
    blocks: blocksForViewer(row, viewer),
    lastEnded: lastEnded === null ? null : grantShapeOf(lastEnded, policy, now),
    actionRunning: running !== null,
    runningAction: running === null ? null : actionShapeOf(running),
    lastAction: lastAction === undefined ? null : actionShapeOf(lastAction),
    health,
    help: { words: row.site.helpWords, mail: row.site.helpMail },
    hasBmc: row.bmc !== null,
    handingOver: handOver?.state === 'open',
    handOver: isStaff(viewer) ? handOver : null,
    bmc,
    may: abilities(row, overview, viewer),
    viewerAddress: sourceAddress ?? null,
    now,
  });
}

function bootOf(row: ServerRow): ServerShape['boot'] | unknown {
  if (row.bootReading === null) return null;
  const { device, persistent, firmware, readAt } = row.bootReading;
  return { device, persistent, firmware, readAt, pending: device !== 'none' };
}

/** A tenant reads why, and not who of the hoster's people it was. */
function blocksForViewer(row: ServerRow, viewer: Viewer): StoredBlock[] {
  return blocksOf(row).map((block) => (isStaff(viewer) ? block : { ...block, setByName: null }));
}

function abilities(
  row: ServerRow,
  overview: Pick<ServerShape, 'access' | 'accessBlocked' | 'console'>,
  viewer: Viewer,
): ServerShape['may'] {
  const staff = isStaff(viewer);
  const may = (permission: Parameters<typeof authorize>[1]) =>
    authorize(viewer, permission, row.organisationId).allowed;
  const { access } = overview;
  const active = access?.state === 'active' && !access.inGrace;
  const ending = access?.state === 'revoking';
  const allows = (scope: GrantScope) => access?.scopes.includes(scope) ?? false;
  return {
    request:
      may('grant:request') &&
      access === null &&
      !overview.accessBlocked &&
      row.bmc !== null &&
      blocksOf(row).length === 0,
    moveSource: may('grant:manage-own') && active,
    extend:
      may('grant:manage-own') &&
      active &&
      blocksOf(row).length === 0 &&
      (access?.longestExtensionSeconds ?? 0) > 0,
    end: access !== null && !ending && (staff ? may('grant:revoke-any') : may('grant:manage-own')),
    reveal: may('grant:reveal-password') && active && allows('account'),
    askForGrace:
      may('grant:manage-own') &&
      active &&
      access?.permanent === false &&
      (allows('view') || allows('console')) &&
      (policyOf(row).policy.graceSeconds > 0 || access.graceSeconds > 0),
    decide: may('grant:decide') && access?.state === 'awaiting-approval',
    block: may('access:block'),
    operate: may('server:operate') && row.bmc !== null && (staff || (active && allows('power'))),
    openConsole: may('server:console') && overview.console.unavailableReason === null,
    reasonNeeded: staff,
    handOver: may('server:hand-over') && row.bmc !== null,
  };
}

async function bmcShapeOf(tx: Tx, row: ServerRow): Promise<BmcShape | null> {
  if (row.bmc === null) return null;
  const secrets = await listBmcSecrets(tx, row.bmc.id);
  const changedAt = (kind: string) => secrets.find((secret) => secret.kind === kind)?.changedAt ?? null;
  return bmcShape.parse({
    ...row.bmc,
    loginChangedAt: changedAt('login'),
    loginInRotation: changedAt('login-pending') !== null || changedAt('login-former') !== null,
    rotateAfterDays: row.site.rotateAfterDays,
    screenPasswordChangedAt: changedAt('screen'),
  });
}
