/** One line for each figure, and how it was measured. */
import { cpus, loadavg } from 'node:os';

export interface Figure {
  readonly name: string;
  readonly ours: number;
  readonly peer: number;
  readonly unit: string;
}

/** `ratio` is ours to the peer's. */
export function printFigure({ name, ours, peer, unit }: Figure): void {
  const round = (value: number) => Number(value.toPrecision(3));
  console.log(`${name} ours=${round(ours)}${unit} peer=${round(peer)}${unit} ratio=${round(ours / peer)}`);
}

export function printMachine(): void {
  const load = loadavg()[0]?.toFixed(1);
  console.log(
    `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), load ${load}, Node ${process.versions.node}`,
  );
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
