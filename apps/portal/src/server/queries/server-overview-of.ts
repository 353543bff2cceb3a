import { policyWithin, type ServerRow } from '@postern/database';
import {
  consoleRightOf,
  type GrantScope,
  grantScopes,
  isStaff,
  type ResolvedPolicy,
  type Viewer,
} from '@postern/domain';
import { type ServerOverviewShape, serverOverviewShape } from '../shapes/server.ts';
import { grantShapeOf } from './grant-shape-of.ts';

/** What is true of more than the server's own row, at the instant of the question. */
export interface ServerCircumstances {
  readonly viewer: Viewer;
  /** The database's clock. */
  readonly now: Date;
  readonly siteHasBroker: boolean;
  /** A grant that the viewer may not see still stands on the server. */
  readonly accessBlocked: boolean;
}

export function serverOverviewOf(row: ServerRow, circumstances: ServerCircumstances): ServerOverviewShape {
  const { viewer, now, accessBlocked } = circumstances;
  const grant = row.grants[0];
  return serverOverviewShape.parse({
    id: row.id,
    name: row.name,
    rack: row.rack,
    site: { id: row.site.id, name: row.site.name },
    organisation: row.organisation && { id: row.organisation.id, name: row.organisation.name },
    ipAddresses: row.ipAddresses,
    power: {
      state: row.powerReading?.state ?? 'unknown',
      readAt: row.powerReading?.readAt ?? null,
      failingSince: row.powerReading?.failingSince ?? null,
    },
    console: consoleOfferOf(row, circumstances),
    access: grant === undefined ? null : grantShapeOf(grant, policyOf(row).policy, now),
    accessBlocked: accessBlocked && grant === undefined && !isStaff(viewer),
    actionRunning: row.actions[0] !== undefined && ['requested', 'running'].includes(row.actions[0].state),
  });
}

/** What the live grant allows; nothing where there is none. */
function grantScopesOf(row: ServerRow): GrantScope[] {
  const allowed = row.grants[0]?.scopes ?? [];
  return grantScopes.filter((scope) => allowed.includes(scope));
}

/** The policy that holds for a server as it was read. */
export function policyOf(row: ServerRow): ResolvedPolicy {
  return policyWithin({ site: row.site, organisation: row.organisation, server: row });
}

function consoleOfferOf(
  row: ServerRow,
  { viewer, siteHasBroker }: ServerCircumstances,
): ServerOverviewShape['console'] {
  const screen = row.bmc !== null && row.bmc.screenProtocol !== 'none';
  const serial = row.bmc?.serialOverLan ?? false;
  const active = row.grants[0]?.state === 'active' && row.grants[0].graceStartedAt === null;
  const reason =
    row.bmc === null
      ? 'This server has no BMC set up.'
      : !screen && !serial
        ? 'This server has neither a screen nor a serial console that can be shown.'
        : !siteHasBroker
          ? 'No console service of this site answers right now.'
          : isStaff(viewer)
            ? null
            : !active
              ? 'The console opens while you have access.'
              : consoleRightOf(grantScopesOf(row)) === 'none'
                ? 'This access does not include the console.'
                : null;
  return { screen, serial, unavailableReason: reason };
}
