import { liveGrantStates } from '@postern/domain';
import type { Prisma } from '../generated/client.ts';
import { policySelection } from '../policies/policy-values.ts';
import type { TenantScope } from '../tenant-scope.ts';
import { withinScope } from '../tenant-scope.ts';

const person = { select: { id: true, name: true } } as const;

/** What pages show of a grant; no password is in it. */
export const grantSelection = {
  id: true,
  serverId: true,
  organisationId: true,
  organisation: { select: { id: true, name: true } },
  holder: person,
  requestedBy: person,
  reason: true,
  ticketNumber: true,
  permanent: true,
  reviewAt: true,
  owner: person,
  durationSeconds: true,
  privilege: true,
  scopes: true,
  sourceIpv4: true,
  sourceIpv6: true,
  accessPath: true,
  state: true,
  stateSince: true,
  requestedAt: true,
  approvalUntil: true,
  decidedBy: person,
  decidedAt: true,
  decisionReason: true,
  startsAt: true,
  endsAt: true,
  extensions: true,
  graceSeconds: true,
  graceStartedAt: true,
  endCause: true,
  revokedAt: true,
  proof: true,
  step: true,
  attempts: true,
  lastErrorCode: true,
  lastError: true,
  bmc: { select: { host: true, port: true } },
  relay: {
    select: {
      host: true,
      port: true,
      closedAt: true,
      datagramsToBmc: true,
      datagramsToClient: true,
      refused: true,
      lastCarriedAt: true,
    },
  },
  accounts: { where: { goneAt: null }, take: 1, select: { id: true, username: true, verifiedAt: true } },
} as const satisfies Prisma.GrantSelect;

export type GrantRow = Prisma.GrantGetPayload<{ select: typeof grantSelection }>;

export const actionSelection = {
  id: true,
  serverId: true,
  organisationId: true,
  requestedBy: person,
  parameters: true,
  reason: true,
  state: true,
  requestedAt: true,
  startedAt: true,
  sentAt: true,
  finishedAt: true,
  result: true,
  errorCode: true,
  error: true,
} as const satisfies Prisma.ActionSelect;

export type ActionRow = Prisma.ActionGetPayload<{ select: typeof actionSelection }>;

/** Why new access is refused. */
export const blockSelection = {
  orderBy: { setAt: 'asc' },
  select: { kind: true, reason: true, endsLive: true, setAt: true, setBy: person },
} as const;

/** A server with what stands beside it. Grants and actions of another tenant, from before it changed hands, stay out. */
export function serverSelection(scope: TenantScope) {
  return {
    id: true,
    name: true,
    rack: true,
    ipAddresses: true,
    serial: true,
    organisationId: true,
    organisation: {
      select: {
        id: true,
        name: true,
        suspendedAt: true,
        policy: { select: policySelection },
        blocks: blockSelection,
      },
    },
    blocks: blockSelection,
    site: {
      select: {
        id: true,
        slug: true,
        name: true,
        rotateAfterDays: true,
        observingSince: true,
        helpWords: true,
        helpMail: true,
        policy: { select: policySelection },
      },
    },
    policy: { select: policySelection },
    bmc: {
      select: {
        id: true,
        protocol: true,
        host: true,
        port: true,
        redfishPort: true,
        certificatePin: true,
        certificateSeen: true,
        certificateSeenAt: true,
        profile: true,
        profiledAt: true,
        endsForeignSessions: true,
        posture: true,
        postureAt: true,
        cipherSuite: true,
        allowedSlots: true,
        screenProtocol: true,
        screenHost: true,
        screenPort: true,
        serialOverLan: true,
        frozenUntil: true,
      },
    },
    powerReading: true,
    bootReading: true,
    grants: {
      where: { state: { in: [...liveGrantStates] }, ...withinScope(scope) },
      take: 1,
      select: grantSelection,
    },
    actions: {
      where: withinScope(scope),
      orderBy: { requestedAt: 'desc' },
      take: 1,
      select: actionSelection,
    },
  } as const satisfies Prisma.ServerSelect;
}

export type ServerRow = Prisma.ServerGetPayload<{ select: ReturnType<typeof serverSelection> }>;
