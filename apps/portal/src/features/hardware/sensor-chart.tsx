'use client';
import type { KeptSensor } from '@postern/domain';
import { Cell, ClockTime, Row, Table } from '@postern/ui';
import { clsx } from 'clsx';
import { type ChartPoint, type ChartShape, chartShape } from './chart-shape.ts';
import { readingText } from './sensor-words.ts';

const limitTones = { warn: 'stroke-warn-fill', danger: 'stroke-danger-fill' } as const;

/** A picture without words, for those who can see it; the words stand beside it and in the table. */
export function Sparkline({
  points,
  sensor,
}: {
  readonly points: readonly ChartPoint[];
  readonly sensor: KeptSensor;
}) {
  const shape = chartShape(points, {});
  if (shape === undefined) return <span className="block h-7 w-24 sm:w-32" />;
  return <Lines shape={shape} state={sensor.state} className="h-7 w-24 sm:w-32" />;
}

/** The last hours of one sensor: a picture with a sentence for those who cannot see it, and every point as a table. */
export function SensorChart({
  points,
  sensor,
}: {
  readonly points: readonly ChartPoint[];
  readonly sensor: KeptSensor;
}) {
  const shape = chartShape(points, sensor.thresholds);
  if (shape === undefined) {
    return (
      <p className="text-sm text-n-11">
        No past yet. It is kept from the first look on: one point in five minutes, six hours long.
      </p>
    );
  }
  const lowest = readingText(shape.lowest, sensor.unit);
  const highest = readingText(shape.highest, sensor.unit);
  return (
    <figure className="grid gap-1">
      <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2">
        <div
          aria-hidden
          className="flex flex-col justify-between py-3 text-right text-xs tabular-nums text-n-11"
        >
          <span>{highest}</span>
          <span>{lowest}</span>
        </div>
        <div
          role="img"
          aria-label={`${sensor.name}: between ${lowest} and ${highest} in the last hours`}
          className="rounded-md border border-n-6 bg-n-1"
        >
          <Lines shape={shape} state={sensor.state} className="h-32 w-full" />
        </div>
        <span />
        <div aria-hidden className="flex justify-between text-xs text-n-11">
          <ClockTime at={shape.from} />
          <ClockTime at={shape.to} />
        </div>
      </div>
      <details className="text-sm">
        <summary className="w-fit cursor-pointer text-n-11 hover:text-n-12">As a table</summary>
        <div className="mt-2">
          <Table
            caption={`${sensor.name}, newest first`}
            columns={[{ label: 'Time' }, { label: sensor.name }]}
          >
            {points.toReversed().map(({ at, value }) => (
              <Row key={at.getTime()}>
                <Cell className="py-1">
                  <ClockTime at={at} />
                </Cell>
                <Cell className="py-1">{readingText(value, sensor.unit)}</Cell>
              </Row>
            ))}
          </Table>
        </div>
      </details>
    </figure>
  );
}

interface LinesProps {
  readonly shape: ChartShape;
  readonly state: KeptSensor['state'];
  readonly className: string;
}

function Lines({ shape, state, className }: LinesProps) {
  return (
    <svg
      viewBox="0 0 100 100"
      preserveAspectRatio="none"
      aria-hidden="true"
      className={clsx('block', className)}
    >
      {shape.limits.map(({ y, value, tone }) => (
        <line
          key={`${tone}${value}`}
          x1="0"
          x2="100"
          y1={y}
          y2={y}
          strokeWidth="1"
          strokeDasharray="4 3"
          vectorEffect="non-scaling-stroke"
          className={limitTones[tone]}
        />
      ))}
      {shape.lines.map((line) => (
        <path
          key={line.slice(0, 24)}
          d={line}
          fill="none"
          strokeWidth="1.75"
          strokeLinecap="round"
          strokeLinejoin="round"
          vectorEffect="non-scaling-stroke"
          className={
            state === 'critical'
              ? 'stroke-danger-fill'
              : state === 'warning'
                ? 'stroke-warn-fill'
                : 'stroke-accent-fill'
          }
        />
      ))}
    </svg>
  );
}
