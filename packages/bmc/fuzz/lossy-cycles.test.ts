import { expect, test } from 'vitest';
import { runLossyCycles } from './lossy-cycles.ts';

test('accounts made over a wire that loses a third are all gone in the end, with their sessions', async () => {
  const counts = await runLossyCycles(11, 8, 8);
  expect(counts).toMatchObject({ cycles: 8, removed: 8, accountsLeft: 0, sessionsLeft: 0 });
}, 60_000);
