import { pageOpenSeconds } from '@postern/domain';

/** How a round of reading ended: `refused`: the BMC does not take our login. */
export type RoundEnd = 'read' | 'busy' | 'failed' | 'refused';

export interface NextReading {
  readonly dueInSeconds: number;
  /** No open page brings the next reading forward for this long. */
  readonly restSeconds?: number;
}

const daySeconds = 86_400;
/** Longer than the window of the lock-out guard, so that a reading never uses up the tries that belong to people. */
const restAfterRefusalSeconds = 900;

/** When to read a server's hardware again. `random` from 0 to 1 spreads what nobody waits for. */
export function nextReading(round: {
  readonly end: RoundEnd;
  /** Somebody waits for it. */
  readonly asked: boolean;
  readonly lookedAgoSeconds: number | null;
  readonly slowSeconds: number;
  readonly random: number;
}): NextReading {
  const { end, asked, lookedAgoSeconds, slowSeconds, random } = round;
  if (end === 'refused')
    return {
      dueInSeconds: Math.max(slowSeconds, restAfterRefusalSeconds),
      restSeconds: restAfterRefusalSeconds,
    };
  if (end === 'busy') return { dueInSeconds: asked ? 1 : 5 + 5 * random };
  const looked = lookedAgoSeconds ?? Number.POSITIVE_INFINITY;
  if (looked <= pageOpenSeconds) return { dueInSeconds: end === 'failed' ? 60 : 15 };
  if (looked <= daySeconds) return { dueInSeconds: Math.min(slowSeconds, 290 + 20 * random) };
  return { dueInSeconds: slowSeconds * (0.9 + 0.2 * random) };
}
