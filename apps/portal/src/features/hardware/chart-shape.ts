/** The shape of a small line chart over time, in a box of 0 to 100 both ways, y downwards. Pure. */
import type { KeptThresholds } from '@postern/domain';

export interface ChartPoint {
  readonly at: Date;
  readonly value: number;
}

export interface ChartLimit {
  readonly y: number;
  readonly value: number;
  readonly tone: 'warn' | 'danger';
}

export interface ChartShape {
  /** One path per stretch without a gap, as SVG path data. */
  readonly lines: readonly string[];
  readonly limits: readonly ChartLimit[];
  readonly lowest: number;
  readonly highest: number;
  readonly from: Date;
  readonly to: Date;
}

/** More than two points missing: the line does not pretend to know. */
const gapMs = 16 * 60_000;
const shortestMs = 30 * 60_000;

/** `undefined`: fewer than two points make no line. */
export function chartShape(
  points: readonly ChartPoint[],
  thresholds: KeptThresholds,
): ChartShape | undefined {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined || points.length < 2) return undefined;
  const values = points.map(({ value }) => value);
  const [lowest, highest] = [Math.min(...values), Math.max(...values)];
  const margin = Math.max((highest - lowest) * 0.25, Math.abs(highest) * 0.01, 0.1);
  const [bottom, top] = [lowest - margin, highest + margin];
  const endMs = last.at.getTime();
  const startMs = Math.min(first.at.getTime(), endMs - shortestMs);
  const x = (at: Date) => (100 * (at.getTime() - startMs)) / (endMs - startMs);
  const y = (value: number) => (100 * (top - value)) / (top - bottom);
  return {
    lines: stretches(points).map((stretch) => pathOf(stretch.map((point) => [x(point.at), y(point.value)]))),
    limits: limitsOf(thresholds)
      .filter(({ value }) => value >= bottom && value <= top)
      .map((limit) => ({ ...limit, y: y(limit.value) })),
    lowest,
    highest,
    from: new Date(startMs),
    to: last.at,
  };
}

function stretches(points: readonly ChartPoint[]): ChartPoint[][] {
  const found: ChartPoint[][] = [];
  for (const point of points) {
    const stretch = found.at(-1);
    const before = stretch?.at(-1);
    if (stretch === undefined || before === undefined || point.at.getTime() - before.at.getTime() > gapMs)
      found.push([point]);
    else stretch.push(point);
  }
  return found;
}

/** A single point is drawn as a dot: a line of no length with round ends. */
function pathOf(points: readonly (readonly [number, number])[]): string {
  const [first = [0, 0], ...rest] = points;
  const text = ([px, py]: readonly [number, number]) => `${round(px)} ${round(py)}`;
  return `M${text(first)}${(rest.length === 0 ? [first] : rest).map((point) => `L${text(point)}`).join('')}`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function limitsOf(thresholds: KeptThresholds): readonly Omit<ChartLimit, 'y'>[] {
  const { lowerNonRecoverable, lowerCritical, lowerNonCritical } = thresholds;
  const { upperNonCritical, upperCritical, upperNonRecoverable } = thresholds;
  const of = (tone: ChartLimit['tone'], values: readonly (number | undefined)[]) =>
    values.filter((value) => value !== undefined).map((value) => ({ value, tone }));
  return [
    ...of('danger', [lowerNonRecoverable, lowerCritical, upperCritical, upperNonRecoverable]),
    ...of('warn', [lowerNonCritical, upperNonCritical]),
  ];
}
