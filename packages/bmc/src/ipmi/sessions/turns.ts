/**
 * Whose turn it is in one session: reads may overlap up to a limit, a write is alone. First come, first served, so that
 * neither starves the other. Knows nothing of packets.
 */
export interface Turns {
  /** Runs `work` in its turn. A failure of it does not hold up the next. */
  run<T>(effect: 'read' | 'write', work: () => Promise<T>): Promise<T>;
}

interface Waiting {
  readonly effect: 'read' | 'write';
  start(): void;
}

export function createTurns(limit: number): Turns {
  const waiting: Waiting[] = [];
  let active = 0;
  let writing = false;

  function mayStart({ effect }: Waiting): boolean {
    return effect === 'write' ? active === 0 : !writing && active < limit;
  }

  function startNext(): void {
    for (let [head] = waiting; head !== undefined && mayStart(head); [head] = waiting) {
      waiting.shift();
      active += 1;
      writing = head.effect === 'write';
      head.start();
    }
  }

  function finish(): void {
    active -= 1;
    if (active === 0) writing = false;
    startNext();
  }

  return {
    run(effect, work) {
      return new Promise((resolve, reject) => {
        waiting.push({
          effect,
          start() {
            work().then(resolve, reject).finally(finish);
          },
        });
        startNext();
      });
    },
  };
}
