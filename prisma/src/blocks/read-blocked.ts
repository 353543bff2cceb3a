import type { Tx } from '../client.ts';
import type { Blocked } from './write-block.ts';

/** What is to be blocked, with the organisation that feels it; `null`: there is no such thing. */
export async function readBlocked(
  tx: Tx,
  of: Blocked,
): Promise<{ readonly name: string; readonly organisationId: string | null } | null> {
  if ('serverId' in of) {
    return tx.server.findUnique({ where: { id: of.serverId }, select: { name: true, organisationId: true } });
  }
  const organisation = await tx.organisation.findUnique({
    where: { id: of.organisationId },
    select: { name: true },
  });
  return organisation && { name: organisation.name, organisationId: of.organisationId };
}
