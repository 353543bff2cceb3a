import type { Tx } from '../client.ts';

/** `null`: the name is taken. */
export async function insertOrganisation(tx: Tx, name: string): Promise<{ readonly id: string } | null> {
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    insert into organisation (name) values (${name}) on conflict (name) do nothing returning id`;
  return row ?? null;
}

/** Suspends or resumes. `null`: no such organisation; `changed` is false when it was so already. */
export async function setOrganisationSuspended(
  tx: Tx,
  organisationId: string,
  suspended: boolean,
): Promise<{ readonly name: string; readonly changed: boolean } | null> {
  const [row] = await tx.$queryRaw<{ name: string; suspendedAt: Date | null }[]>`
    select name, suspended_at as "suspendedAt" from organisation where id = ${organisationId}::uuid for update`;
  if (row === undefined) return null;
  const changed = (row.suspendedAt !== null) !== suspended;
  if (changed) {
    await tx.$executeRaw`
      update organisation set suspended_at = case when ${suspended} then now() end where id = ${organisationId}::uuid`;
  }
  return { name: row.name, changed };
}
