/** The quick size of every scenario. `npm run chaos -- --size full` is the whole proof; docs/guarantees.md says what for. */
import { expect, test } from 'vitest';
import { runScenario } from './parts/run-scenario.ts';
import { scenarios } from './scenarios.ts';

// One after the other: each starts brokers of its own, and two cores are soon busy.
test.each(scenarios)('$name: $promise', async (scenario) => {
  const { violations } = await runScenario(scenario, { size: 'quick', seed: 1, say: () => undefined });
  expect(violations).toEqual([]);
});
