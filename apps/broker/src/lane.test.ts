import { expect, test } from 'vitest';
import { createLane } from './lane.ts';

test('work enters in order and never overlaps, even after a failure', async () => {
  const lane = createLane();
  const seen: string[] = [];
  const work =
    (name: string, fails = false) =>
    async () => {
      seen.push(`${name} begins`);
      await Promise.resolve();
      seen.push(`${name} ends`);
      if (fails) throw new Error(name);
    };
  const results = await Promise.allSettled([lane.enter(work('a', true)), lane.enter(work('b'))]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
});

test('a lane is idle only when nothing runs and nothing waits', async () => {
  const lane = createLane();
  expect(lane.idle).toBe(true);
  const done = lane.enter(async () => expect(lane.idle).toBe(false));
  await done;
  await Promise.resolve();
  expect(lane.idle).toBe(true);
});
