import { expect, test } from 'vitest';
import { insist } from './insist.ts';

/** Time that passes only by sleeping. */
function sleepingClock() {
  let nowMs = 0;
  return {
    now: () => nowMs,
    async sleep(ms: number) {
      nowMs += ms;
    },
  };
}

function failing(times: number) {
  let calls = 0;
  return async () => {
    calls += 1;
    if (calls <= times) throw new Error('the database is away');
    return calls;
  };
}

test('a write that fails for a moment is done when the moment is over', async () => {
  const parts = { clock: sleepingClock(), stopping: new AbortController().signal };
  expect(await insist(parts, failing(3))).toBe(4);
});

test('a database that stays away is given up on', async () => {
  const parts = { clock: sleepingClock(), stopping: new AbortController().signal };
  await expect(insist(parts, failing(10_000))).rejects.toThrow('the database is away');
});

test('a broker that stops does not wait for the database', async () => {
  const parts = { clock: sleepingClock(), stopping: AbortSignal.abort() };
  await expect(insist(parts, failing(1))).rejects.toThrow('the database is away');
});
