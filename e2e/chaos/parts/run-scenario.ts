import type { Outcome, Scenario, Size } from '../scenario.ts';
import { createChance } from './chance.ts';

export interface ScenarioResult extends Outcome {
  readonly name: string;
  readonly seconds: number;
}

/** A scenario that throws has not shown anything: that counts as a broken promise. */
export async function runScenario(
  scenario: Scenario,
  { size, seed, say }: { readonly size: Size; readonly seed: number; readonly say: (text: string) => void },
): Promise<ScenarioResult> {
  const startedAt = performance.now();
  const outcome = await scenario.run({ size, chance: createChance(seed), say }).catch((error: unknown) => ({
    figures: {},
    violations: [
      `it could not be run to its end: ${error instanceof Error ? (error.stack ?? error.message) : error}`,
    ],
  }));
  return { name: scenario.name, ...outcome, seconds: (performance.now() - startedAt) / 1_000 };
}
