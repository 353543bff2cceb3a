import type { ActivityLineShape } from '../../server/shapes/activity.ts';

/** Who did it, at the head of a line: "You", a name, or Postern itself. */
export function activitySubject(actor: ActivityLineShape['actor']): string {
  if (actor.you) return 'You';
  return actor.kind === 'postern' ? 'Postern' : actor.name;
}
