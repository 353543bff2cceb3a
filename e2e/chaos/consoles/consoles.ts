/**
 * Many consoles at the end of one grant, among them viewers that ignore the close, half-open sockets that never answer,
 * and viewers that read nothing. No byte reaches any of them later than a second after the end (by the database's
 * clock, measured on this host, where both are the same), and ten seconds after it the screen serves nobody.
 */
import { openStage, type Stage } from '../../../apps/broker/test/console-stage.ts';
import { liveRfbViewer, type TestViewer, updateRequest } from '../../../apps/broker/test/console-viewer.ts';
import type { Outcome, Scenario, Trial } from '../scenario.ts';

const sessions = { quick: 24, full: 500 } as const;
const lastByteMs = 1_000;
const upstreamGoneMs = 10_000;
const openTogether = 20;

const manners = ['polite', 'ignores the close', 'half-open', 'reads nothing'] as const;
type Manner = (typeof manners)[number];

interface Watched {
  readonly viewer: TestViewer;
  readonly manner: Manner;
  lastByteAt: number;
}

export const consoles: Scenario = {
  name: 'consoles',
  promise:
    'Every console ends with its grant, whatever its viewer does: a second for the last byte, ten for the screen.',
  async run(trial: Trial): Promise<Outcome> {
    const stage = await openStage();
    const viewers: Watched[] = [];
    try {
      await openAll(stage, trial, viewers);
      const endsAt = Date.now() + 2_000;
      await stage.sql(
        `update access_grant set ends_at = to_timestamp(${endsAt / 1_000}) where id = '${stage.ids.grant}'`,
      );
      stage.notify();
      const asking = keepAsking(viewers);
      const screenFreeAfterMs = await untilScreenIsFree(stage, endsAt);
      clearInterval(asking);
      const late = viewers.map(({ lastByteAt }) => lastByteAt - endsAt);
      const violations = late.flatMap((ms, index) =>
        ms > lastByteMs
          ? [`viewer ${index} (${viewers[index]?.manner}) got bytes ${ms} ms after the end`]
          : [],
      );
      if (screenFreeAfterMs > upstreamGoneMs)
        violations.push(`the screen served somebody ${screenFreeAfterMs} ms after the end`);
      const open = await openInRows(stage);
      if (open > 0) violations.push(`${open} sessions are still open in the rows`);
      return {
        figures: {
          sessions: viewers.length,
          'last byte ms after the end': Math.max(...late),
          'screen free ms after it': screenFreeAfterMs,
        },
        violations,
      };
    } finally {
      for (const { viewer } of viewers) viewer.socket.terminate();
      await stage.close();
    }
  },
};

async function openAll(stage: Stage, trial: Trial, viewers: Watched[]): Promise<void> {
  for (let from = 0; from < sessions[trial.size]; from += openTogether) {
    const count = Math.min(openTogether, sessions[trial.size] - from);
    await Promise.all(
      Array.from({ length: count }, async (_, index) => {
        const manner = manners[(from + index) % manners.length] ?? 'polite';
        const viewer = await liveRfbViewer(stage, await stage.ticket());
        const watched: Watched = { viewer, manner, lastByteAt: 0 };
        watch(watched);
        viewers.push(watched);
      }),
    );
    trial.say(`${viewers.length} consoles are open`);
  }
}

/** Counts what comes over the wire, not what the library hands on. */
function watch(watched: Watched): void {
  const { viewer, manner } = watched;
  viewer.socket.on('message', () => {
    watched.lastByteAt = Date.now();
  });
  if (manner === 'reads nothing' || manner === 'half-open') viewer.socket.pause();
  // A close frame is answered by calling this.
  if (manner === 'ignores the close') viewer.socket.close = () => undefined;
}

/** Moves something on each screen all the time, so that there is always a byte that could be late. */
function keepAsking(viewers: readonly Watched[]): NodeJS.Timeout {
  return setInterval(() => {
    for (const { viewer, manner } of viewers) {
      if (manner !== 'half-open' && viewer.socket.readyState === viewer.socket.OPEN)
        viewer.socket.send(updateRequest(false));
    }
  }, 100);
}

/** They are written after the cut, one after the other. */
async function openInRows(stage: Stage): Promise<number> {
  const giveUpAt = Date.now() + 30_000;
  for (;;) {
    const [row] = await stage.sql(
      'select count(*)::int as open from console_session where closed_at is null',
    );
    if (row?.open === 0 || Date.now() > giveUpAt) return Number(row?.open);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function untilScreenIsFree(stage: Stage, endsAt: number): Promise<number> {
  const giveUpAt = endsAt + upstreamGoneMs * 2;
  while (stage.screen.viewers > 0 && Date.now() < giveUpAt)
    await new Promise((resolve) => setTimeout(resolve, 50));
  const after = Date.now() - endsAt;
  // Whatever still comes to a viewer comes now.
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, lastByteMs * 2 - after)));
  return after;
}
