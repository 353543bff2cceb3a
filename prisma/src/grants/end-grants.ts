import type { GrantEndCause, GrantState } from '@postern/domain';
import type { Tx } from '../client.ts';

/** Which grants to end: exactly one of these is given. */
export type GrantsToEnd =
  | { readonly grantId: string }
  | { readonly serverId: string }
  | { readonly organisationId: string }
  /** Held by this person. Grants of a whole organisation stay. */
  | { readonly holderId: string };

export interface EndedGrant {
  readonly grantId: string;
  readonly serverId: string;
  readonly organisationId: string;
  readonly previousState: GrantState;
}

/** Moves live grants to `revoking`, and denies those that still wait for an approval. Those that end already, or have ended, are left as they are and not returned. */
export function endGrants(
  tx: Tx,
  which: GrantsToEnd,
  end: { readonly cause: GrantEndCause; readonly byUserId: string },
): Promise<EndedGrant[]> {
  const id = 'grantId' in which ? which.grantId : null;
  const serverId = 'serverId' in which ? which.serverId : null;
  const organisationId = 'organisationId' in which ? which.organisationId : null;
  const holderId = 'holderId' in which ? which.holderId : null;
  return tx.$queryRaw`
    update access_grant
       set state = case when state = 'awaiting-approval' then 'denied' else 'revoking' end, end_cause = ${end.cause}, end_requested_by_id = ${end.byUserId}::uuid,
           next_attempt_at = now()
     where state in ('awaiting-approval', 'requested', 'provisioning', 'active')
       and (id = ${id}::uuid or server_id = ${serverId}::uuid or organisation_id = ${organisationId}::uuid
            or holder_id = ${holderId}::uuid)
    returning id as "grantId", server_id as "serverId", organisation_id as "organisationId",
      previous_state as "previousState"`;
}
