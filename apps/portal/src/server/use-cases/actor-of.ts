import type { AuditEvent, Viewer } from '@postern/domain';

/** Who does it and from where, for the audit log. */
export function actorOf(
  viewer: Viewer,
  sourceAddress: string | undefined,
): Pick<AuditEvent, 'actor' | 'sourceAddress'> {
  return { actor: { kind: 'user', id: viewer.userId, name: viewer.name }, sourceAddress };
}
