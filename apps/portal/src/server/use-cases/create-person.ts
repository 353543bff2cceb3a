import { appendAuditEvent, insertPerson } from '@postern/database';
import type { Role } from '@postern/domain';
import { hashPassword } from '../auth/password.ts';
import { transact } from '../portal.ts';
import { done, type Result, refused } from '../refusal.ts';
import type { ViewerContext } from '../trpc/context.ts';
import { actorOf } from './actor-of.ts';
import { refuseConstraint } from './refuse-constraint.ts';

export interface NewPerson {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly organisationId: string | null;
  readonly password: string;
}

/** Adds somebody who may sign in. Tenants belong to an organisation, staff to none. */
export async function createPerson(
  { portal, viewer, sourceAddress }: ViewerContext,
  person: NewPerson,
): Promise<Result<{ readonly userId: string }>> {
  const { password, ...facts } = person;
  if ((person.role === 'tenant') !== (person.organisationId !== null)) {
    return refused({ reason: 'organisation-needed' });
  }
  const passwordHash = await hashPassword(password);
  return refuseConstraint('email', () =>
    transact(portal.db, async (tx) => {
      const made = await insertPerson(tx, { ...facts, passwordHash });
      if (made === null) return refused({ reason: 'name-taken', field: 'email' });
      await appendAuditEvent(tx, {
        type: 'user.created',
        outcome: 'ok',
        ...actorOf(viewer, sourceAddress),
        organisationId: person.organisationId ?? undefined,
        details: { userId: made.id, name: person.name, role: person.role },
      });
      return done({ userId: made.id });
    }),
  );
}
