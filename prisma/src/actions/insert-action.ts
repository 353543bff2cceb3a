import type { ActionParameters } from '@postern/domain';
import type { Tx } from '../client.ts';

export interface NewAction {
  readonly serverId: string;
  readonly organisationId: string | null;
  readonly requestedById: string;
  readonly parameters: ActionParameters;
  /** From the browser's click: the same key is the same action. */
  readonly idempotencyKey: string;
  readonly reason: string | null;
  readonly sourceAddress: string | null;
}

export type ActionInsertion =
  | { readonly outcome: 'new' | 'same'; readonly actionId: string }
  /** The key was used for something else, or by somebody else. */
  | { readonly outcome: 'key-taken' }
  /** Another power action on this server has not finished. */
  | { readonly outcome: 'busy' };

/** Asks for an action. A second click with the same key finds the first one's action and adds nothing. */
export async function insertAction(tx: Tx, action: NewAction): Promise<ActionInsertion> {
  const parameters = JSON.stringify(action.parameters);
  const [inserted] = await tx.$queryRaw<{ actionId: string }[]>`
    insert into action (server_id, organisation_id, requested_by_id, kind, parameters, idempotency_key, reason,
      source_address)
    values (${action.serverId}::uuid, ${action.organisationId}::uuid, ${action.requestedById}::uuid,
      ${action.parameters.kind}, ${parameters}::jsonb, ${action.idempotencyKey}, ${action.reason},
      ${action.sourceAddress})
    on conflict do nothing
    returning id as "actionId"`;
  if (inserted !== undefined) return { outcome: 'new', ...inserted };
  const [earlier] = await tx.$queryRaw<{ actionId: string; same: boolean }[]>`
    select id as "actionId", requested_by_id = ${action.requestedById}::uuid and parameters = ${parameters}::jsonb as same
      from action where server_id = ${action.serverId}::uuid and idempotency_key = ${action.idempotencyKey}`;
  if (earlier === undefined) return { outcome: 'busy' };
  return earlier.same ? { outcome: 'same', actionId: earlier.actionId } : { outcome: 'key-taken' };
}
