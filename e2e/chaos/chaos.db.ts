/** The quick size of every scenario. `npm run chaos -- --size full` is the whole proof; docs/guarantees.md says what for. */
import { expect, test } from 'vitest';
import { runScenario } from './parts/run-scenario.ts';
import { scenarios } from './scenarios.ts';

// Side by side: most of what a scenario does is wait, for a BMC that is away or a lease that runs out.
test.concurrent.each(scenarios)('$name: $promise', async (scenario) => {
  const { violations } = await runScenario(scenario, { size: 'quick', seed: 1, say: () => undefined });
  expect(violations).toEqual([]);
});
