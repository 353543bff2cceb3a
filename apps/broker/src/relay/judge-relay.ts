/** What a broker has to do with the relay of one grant, by the facts of the database alone. */
import type { RelayFacts } from '@postern/database';
import type { GrantEndCause, RelayCloseReason } from '@postern/domain';

export type RelayVerdict =
  /** `secondsLeft` is absent for a permanent grant. */
  | { readonly kind: 'carry'; readonly secondsLeft: number | undefined }
  /** The account is being made: the address stands, nothing passes yet. */
  | { readonly kind: 'wait' }
  | { readonly kind: 'cut'; readonly reason: RelayCloseReason };

export function judgeRelay(facts: RelayFacts): RelayVerdict {
  if (facts.state === 'provisioning') return { kind: 'wait' };
  if (facts.state !== 'active') return cut(reasonOf(facts.endCause));
  if (facts.organisationSuspended || facts.holderDisabled || facts.serverReassigned)
    return cut('grant-revoked');
  if (facts.inGrace) return cut('grant-expired');
  if (facts.secondsLeft === null) return { kind: 'carry', secondsLeft: undefined };
  return facts.secondsLeft > 0 ? { kind: 'carry', secondsLeft: facts.secondsLeft } : cut('grant-expired');
}

function cut(reason: RelayCloseReason): RelayVerdict {
  return { kind: 'cut', reason };
}

const reasons: Record<GrantEndCause, RelayCloseReason> = {
  expired: 'grant-expired',
  'ended-by-tenant': 'grant-ended',
  'provisioning-failed': 'grant-ended',
  'revoked-by-staff': 'grant-revoked',
  'organisation-suspended': 'grant-revoked',
  'user-disabled': 'grant-revoked',
  'server-reassigned': 'grant-revoked',
  'declined-by-staff': 'grant-revoked',
  'approval-timed-out': 'grant-ended',
  'server-blocked': 'grant-revoked',
  'database-away': 'grant-ended',
  'break-glass': 'grant-revoked',
};

function reasonOf(cause: GrantEndCause | null): RelayCloseReason {
  return cause === null ? 'grant-ended' : reasons[cause];
}

/** Whether this broker may carry the grant: nobody does, its broker is dead, or it is this one's from before it started. */
export function isFreeFor({ relay }: RelayFacts, brokerId: string): boolean {
  return relay === null || !relay.open || relay.brokerId === brokerId || !relay.brokerAlive;
}

/** Whether the row still says that this broker carries the grant. */
export function isCarriedBy({ relay }: RelayFacts, brokerId: string): boolean {
  return relay?.open === true && relay.brokerId === brokerId;
}
