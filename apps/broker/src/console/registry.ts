import type { LiveChange } from '@postern/domain';
import type { ConsoleSession } from './console-session.ts';

/** The consoles that live in this process. A console is in it from its ticket on, before it has an engine. */
export interface ConsoleRegistry {
  add(session: ConsoleSession): void;
  remove(session: ConsoleSession): void;
  all(): readonly ConsoleSession[];
  /** Those that a change may be about. */
  touchedBy(change: LiveChange): readonly ConsoleSession[];
}

export function createConsoleRegistry(): ConsoleRegistry {
  const sessions = new Set<ConsoleSession>();
  return {
    add: (session) => void sessions.add(session),
    remove: (session) => void sessions.delete(session),
    all: () => [...sessions],
    touchedBy: ({ subject, id, serverId }) =>
      [...sessions].filter(({ subject: about }) => {
        if (subject === 'grant') return about.grantId === id;
        return subject === 'server' && about.serverId === serverId;
      }),
  };
}
