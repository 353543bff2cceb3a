import { expect, test } from 'vitest';
import { holdAlone } from './one-at-a-time.ts';

test('a second start on the same folder is refused, and allowed once the first has ended', async () => {
  const folder = `/nowhere/${process.pid}`;
  const first = await holdAlone(folder);
  await expect(holdAlone(folder)).rejects.toThrow(/already runs/);
  first.release();
  const second = await holdAlone(folder);
  second.release();
});
