import type { AuditEvent } from '@postern/domain';
import { Prisma } from '../generated/client.ts';

/** What a statement says of an event whose server, grant and tenant it takes from the row that it changes. */
export type EventOfRow = Omit<AuditEvent, 'serverId' | 'grantId' | 'organisationId'>;

/** The columns that `eventValues` fills, in its order. */
export const eventColumns = Prisma.sql`type, outcome, actor_kind, actor_id, actor_name, source_address, details`;

export function eventValues(event: EventOfRow): Prisma.Sql {
  const { type, outcome, actor } = event;
  const actorId = actor.kind === 'anonymous' ? null : actor.id;
  return Prisma.sql`${type}, ${outcome}, ${actor.kind}, ${actorId}::uuid, ${actor.name},
    ${event.sourceAddress ?? null}::text, ${JSON.stringify(event.details ?? {})}::jsonb`;
}
