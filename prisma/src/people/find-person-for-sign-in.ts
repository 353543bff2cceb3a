import type { Tx } from '../client.ts';

export interface PersonForSignIn {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly passwordHash: string | null;
  readonly organisationId: string | null;
  /** Not disabled, and his organisation not suspended. */
  readonly mayEnter: boolean;
}

export async function findPersonForSignIn(tx: Tx, email: string): Promise<PersonForSignIn | null> {
  const person = await tx.user.findUnique({ where: { email }, include: { organisation: true } });
  if (person === null) return null;
  return {
    userId: person.id,
    name: person.name,
    email: person.email,
    passwordHash: person.passwordHash,
    organisationId: person.organisationId,
    mayEnter: person.disabledAt === null && !person.organisation?.suspendedAt,
  };
}
