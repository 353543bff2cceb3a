/** `npm run chaos`: tries to break what Postern promises, prints what came of it, and exits with 1 when it could. */
import { readOptions, usage } from './options.ts';
import { runScenario, type ScenarioResult } from './parts/run-scenario.ts';
import { describeResults } from './parts/table.ts';
import { scenarios } from './scenarios.ts';

export async function runChaos(args: readonly string[]): Promise<number> {
  let options: ReturnType<typeof readOptions>;
  try {
    options = readOptions(
      args,
      scenarios.map(({ name }) => name),
    );
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    console.error(`${error.message}\n${usage}`);
    return 2;
  }
  const { only, size, seed } = options;
  const chosen = scenarios.filter(({ name }) => only.length === 0 || only.includes(name));
  const results: ScenarioResult[] = [];
  for (const scenario of chosen) {
    console.log(`${scenario.name}: ${scenario.promise}`);
    results.push(await runScenario(scenario, { size, seed, say: (text) => console.log(`  ${text}`) }));
  }
  console.log(`\n${describeResults(results, options)}`);
  return results.every(({ violations }) => violations.length === 0) ? 0 : 1;
}
