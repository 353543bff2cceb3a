import { bmcTestSteps } from '@postern/domain/actions/action';
import type { Step } from '@postern/ui';
import type { ActionShape } from '../../server/shapes/action.ts';

type TestedAction = Pick<ActionShape, 'state' | 'test' | 'error'>;

const labels: Record<(typeof bmcTestSteps)[number], string> = {
  reachable: 'Reachable',
  login: 'Login',
  'user-table': 'User table',
  power: 'Power',
};

const outcomes = { passed: 'done', failed: 'failed', skipped: 'skipped' } as const;

/** The four ticks of a BMC test as far as it has come: what is known, then what runs, then what waits. */
export function testStepsOf({ state, test }: TestedAction): Step[] {
  const ticks = test?.steps ?? [];
  const runs = state === 'running';
  return bmcTestSteps.map((key, place) => {
    const tick = ticks.find(({ step }) => step === key);
    const label = labels[key];
    if (tick !== undefined) return { key, label, state: outcomes[tick.outcome], detail: tick.detail };
    if (runs && place === ticks.length) return { key, label, state: 'running' };
    return { key, label, state: 'waiting' };
  });
}

/** How a test stands, in a sentence. */
export function testSentence({ state, error, test }: TestedAction): string {
  switch (state) {
    case 'requested':
      return 'Waiting for a broker of the site to take it.';
    case 'running':
      return 'A broker is testing the BMC.';
    case 'succeeded':
      return 'The BMC works: access, power and boot can be used.';
    case 'failed':
      // A step that failed says itself what was seen.
      return test === null
        ? (error?.sentence ?? 'The test could not be made.')
        : 'Stopped at the step that failed.';
    case 'unknown':
      return 'The broker was lost during the test. Test again.';
  }
}
