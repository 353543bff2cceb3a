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
  | {
      readonly allowed: true;
      readonly secondsLeft?: number | undefined;
      /** How much of `secondsLeft` is grace: it lies after the end of the access. Absent: none. */
      readonly graceSeconds?: number | undefined;
    }
  | { readonly allowed: false; readonly reason: ConsoleCloseReason; readonly cause: string };

/** A console that is open may use a grace; one that is only being opened may not. */
export type ConsoleMoment = 'opening' | 'open';

/** `grantId`: what the ticket was issued for; the facts hold no grant when it is not one of this server. */
export function judgeConsole(
  facts: ConsoleFacts,
  grantId: string | null,
  moment: ConsoleMoment,
): ConsoleVerdict {
  if (!facts.signedIn) return refuse('viewer-signed-out', 'signed-out');
  if (facts.userDisabled) return refuse('viewer-signed-out', 'user-disabled');
  if (facts.organisationSuspended) return refuse('grant-revoked', 'organisation-suspended');
  if (!authorize(facts.viewer, 'server:console', facts.server.organisationId).allowed)
    return refuse('grant-revoked', 'not-authorised');
  if (facts.handedOver) return refuse('server-handed-over', 'handed-over');
  if (grantId === null)
    return isStaff(facts.viewer) ? { allowed: true } : refuse('grant-revoked', 'no-grant');
  return judgeGrant(facts, moment);
}

function judgeGrant({ grant, server }: ConsoleFacts, moment: ConsoleMoment): ConsoleVerdict {
  if (grant === null) return refuse('grant-revoked', 'grant-of-another-server');
  if (grant.organisationId !== server.organisationId) return refuse('grant-revoked', 'server-reassigned');
  if (grant.state !== 'active') return refuse(reasonOfEnd(grant.endCause), `grant-${grant.state}`);
  if (consoleRightOf(grant.scopes) === 'none') return refuse('grant-revoked', 'scope-missing');
  if (grant.secondsLeft === null) return { allowed: true };
  const { secondsLeft, graceSeconds, inGrace } = grant;
  if (moment === 'opening' && inGrace) return refuse('grant-expired', 'grant-in-grace');
  if (secondsLeft <= 0 && (moment === 'opening' || inGrace || secondsLeft + graceSeconds <= 0))
    return refuse('grant-expired', 'grant-expired');
  if (inGrace) return { allowed: true, secondsLeft, graceSeconds: secondsLeft };
  // The broker that ends grants has to see an open console at the end; it must not be cut a moment before.
  return {
    allowed: true,
    secondsLeft: secondsLeft + graceSeconds,
    ...(graceSeconds > 0 ? { graceSeconds } : {}),
  };
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
