import type { Tx } from '../client.ts';

/** Writes the grant's present end into the rows of its open consoles, for people to read. */
export async function moveConsoleDeadline(tx: Tx, { grantId }: { readonly grantId: string }): Promise<void> {
  await tx.$executeRaw`
    update console_session c set deadline = g.ends_at
      from access_grant g
     where g.id = ${grantId}::uuid and c.grant_id = g.id and c.closed_at is null
       and c.deadline is distinct from g.ends_at`;
}
