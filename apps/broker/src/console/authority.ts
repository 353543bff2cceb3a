/** May this console be open now, and until when? Asked when a ticket is redeemed and again while the console lives. */
import type { ConsoleFacts } from '@postern/database';
import {
  authorize,
  type ConsoleCloseReason,
  consoleRightOf,
  type GrantEndCause,
  isStaff,
} from '@postern/domain';

export type ConsoleVerdict =
  /** `secondsLeft` is absent when nothing ends it by itself: a permanent grant, or staff without a grant. */
  | { readonly allowed: true; readonly secondsLeft?: number | undefined }
  | { readonly allowed: false; readonly reason: ConsoleCloseReason; readonly cause: string };

/** `grantId`: what the ticket was issued for; the facts hold no grant when it is not one of this server. */
export function judgeConsole(facts: ConsoleFacts, grantId: string | null): ConsoleVerdict {
  if (!facts.signedIn) return refuse('viewer-signed-out', 'signed-out');
  if (facts.userDisabled) return refuse('viewer-signed-out', 'user-disabled');
  if (facts.organisationSuspended) return refuse('grant-revoked', 'organisation-suspended');
  if (!authorize(facts.viewer, 'server:console', facts.server.organisationId).allowed)
    return refuse('grant-revoked', 'not-authorised');
  if (grantId === null)
    return isStaff(facts.viewer) ? { allowed: true } : refuse('grant-revoked', 'no-grant');
  return judgeGrant(facts);
}

function judgeGrant({ grant, server }: ConsoleFacts): ConsoleVerdict {
  if (grant === null) return refuse('grant-revoked', 'grant-of-another-server');
  if (grant.organisationId !== server.organisationId) return refuse('grant-revoked', 'server-reassigned');
  if (grant.state !== 'active') return refuse(reasonOfEnd(grant.endCause), `grant-${grant.state}`);
  if (consoleRightOf(grant.scopes) === 'none') return refuse('grant-revoked', 'scope-missing');
  if (grant.secondsLeft === null) return { allowed: true };
  return grant.secondsLeft > 0
    ? { allowed: true, secondsLeft: grant.secondsLeft }
    : refuse('grant-expired', 'grant-expired');
}

/** Staff without a grant type; on a tenant's grant its scope decides. The ticket may say less, never more. */
export function isReadOnly(facts: ConsoleFacts, ticket: { readonly readOnly: boolean }): boolean {
  return ticket.readOnly || (facts.grant !== null && consoleRightOf(facts.grant.scopes) !== 'type');
}

const reasonsOfEnd: Record<GrantEndCause, ConsoleCloseReason> = {
  expired: 'grant-expired',
  'ended-by-tenant': 'grant-ended',
  'revoked-by-staff': 'grant-revoked',
  'organisation-suspended': 'grant-revoked',
  'user-disabled': 'viewer-signed-out',
  'server-reassigned': 'grant-revoked',
  'provisioning-failed': 'grant-ended',
  'declined-by-staff': 'grant-revoked',
  'approval-timed-out': 'grant-ended',
  'server-blocked': 'grant-revoked',
  'database-away': 'grant-ended',
  'break-glass': 'grant-revoked',
};

function reasonOfEnd(cause: GrantEndCause | null): ConsoleCloseReason {
  return cause === null ? 'grant-ended' : reasonsOfEnd[cause];
}

function refuse(reason: ConsoleCloseReason, cause: string): ConsoleVerdict {
  return { allowed: false, reason, cause };
}
