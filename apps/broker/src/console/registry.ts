import type { LiveChange } from '@postern/domain';
import type { ConsoleSession } from './console-session.ts';

/** The consoles that live in this process. A console is in it from its ticket on, before it has an engine. */
export interface ConsoleRegistry {
  add(session: ConsoleSession): void;
  /** `released` settles when the console's target is let go. */
  remove(session: ConsoleSession, released: Promise<void>): void;
  all(): readonly ConsoleSession[];
  /** Settles when every console that was removed has let its target go. */
  released(): Promise<void>;
  /** Those that a change may be about. */
  touchedBy(change: LiveChange): readonly ConsoleSession[];
}

export function createConsoleRegistry(): ConsoleRegistry {
  const sessions = new Set<ConsoleSession>();
  const leaving = new Set<Promise<void>>();
  return {
    add: (session) => void sessions.add(session),
    remove(session, released) {
      sessions.delete(session);
      const left = released.finally(() => leaving.delete(left));
      leaving.add(left);
    },
    released: async () => void (await Promise.all(leaving)),
    all: () => [...sessions],
    touchedBy: ({ subject, id, serverId }) =>
      [...sessions].filter(({ subject: about }) => {
        if (subject === 'grant') return about.grantId === id;
        return subject === 'server' && about.serverId === serverId;
      }),
  };
}
