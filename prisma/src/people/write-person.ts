import type { Role } from '@postern/domain';
import type { Tx } from '../client.ts';

/** `null`: the e-mail is taken. */
export async function insertPerson(
  tx: Tx,
  person: {
    readonly email: string;
    readonly name: string;
    readonly passwordHash: string;
    readonly role: Role;
    readonly organisationId: string | null;
  },
): Promise<{ readonly id: string } | null> {
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    insert into app_user (email, name, password_hash, role, organisation_id)
    values (${person.email}, ${person.name}, ${person.passwordHash}, ${person.role}, ${person.organisationId}::uuid)
    on conflict (email) do nothing returning id`;
  return row ?? null;
}

/** Disables or enables a person. `null`: no such person; `changed` is false when he was so already. */
export async function setPersonDisabled(
  tx: Tx,
  userId: string,
  disabled: boolean,
): Promise<{
  readonly name: string;
  readonly organisationId: string | null;
  readonly changed: boolean;
} | null> {
  const [row] = await tx.$queryRaw<
    { name: string; organisationId: string | null; disabledAt: Date | null }[]
  >`
    select name, organisation_id as "organisationId", disabled_at as "disabledAt"
      from app_user where id = ${userId}::uuid for update`;
  if (row === undefined) return null;
  const changed = (row.disabledAt !== null) !== disabled;
  if (changed) {
    await tx.$executeRaw`
      update app_user set disabled_at = case when ${disabled} then now() end where id = ${userId}::uuid`;
  }
  return { name: row.name, organisationId: row.organisationId, changed };
}
