import type { Size } from '../scenario.ts';
import type { ScenarioResult } from './run-scenario.ts';

/** One line per scenario, its violations below it. */
export function describeResults(
  results: readonly ScenarioResult[],
  { size, seed }: { readonly size: Size; readonly seed: number },
): string {
  const width = Math.max(8, ...results.map(({ name }) => name.length));
  const head = `${'scenario'.padEnd(width)}  size   seed  result  seconds  figures`;
  return [head, ...results.flatMap((result) => describe(result, width, size, seed))].join('\n');
}

function describe(result: ScenarioResult, width: number, size: Size, seed: number): string[] {
  const held = result.violations.length === 0;
  const line = [
    result.name.padEnd(width),
    size.padEnd(5),
    String(seed).padStart(4),
    (held ? 'held' : 'BROKEN').padEnd(6),
    result.seconds.toFixed(1).padStart(7),
    Object.entries(result.figures)
      .map(([name, value]) => `${name} ${typeof value === 'number' ? Math.round(value * 100) / 100 : value}`)
      .join(' · '),
  ].join('  ');
  return [line, ...result.violations.slice(0, 20).map((violation) => `  - ${violation}`)];
}
