/** One measured figure, with what was promised for it. */
export type Figure = {
  readonly name: string;
  readonly unit: 'ms' | 's' | 'MB';
  /** At most this much, in `unit`. */
  readonly target: number;
  /** One value for each run, in `unit`. Empty when it could not be measured. */
  readonly runs: readonly number[];
  /** Why it could not be measured, or what to know of it. */
  readonly note?: string;
};

/** The middle value; of an even number, the lower of the two. */
export function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[(sorted.length - 1) >> 1];
}

/** A table for the terminal: median, range, target and whether it was met. */
export function describeFigures(figures: readonly Figure[]): string {
  const header = ['figure', 'median', 'least … most', 'runs', 'target', ''];
  const rows = [header, ...figures.map(describe)];
  const widths = header.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function describe({ name, unit, target, runs, note = '' }: Figure): string[] {
  const middle = median(runs);
  const limit = `≤ ${target} ${unit}`;
  if (middle === undefined) return [name, 'not measured', '', '0', limit, note];
  const verdict = middle <= target ? 'met' : `missed by ${text(middle - target)} ${unit}`;
  const range = `${text(Math.min(...runs))} … ${text(Math.max(...runs))}`;
  const remark = note === '' ? verdict : `${verdict}; ${note}`;
  return [name, `${text(middle)} ${unit}`, range, String(runs.length), limit, remark];
}

function text(value: number): string {
  return value < 10 ? value.toFixed(1) : value.toFixed(0);
}
