'use client';
import type { KeptSensor } from '@postern/domain';
import { Badge, Card, EmptyState, Input } from '@postern/ui';
import { useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import type { SensorsShape } from '../../server/shapes/hardware.ts';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';
import type { ChartPoint } from './chart-shape.ts';
import { NotReadYet } from './not-read-yet.tsx';
import { pageRefreshMs } from './page-refresh.ts';
import { ReadingBar } from './reading-bar.tsx';
import { SensorChart, Sparkline } from './sensor-chart.tsx';
import { groupSensors, limitsText, readingText, stateWords, toneOfSensor } from './sensor-words.ts';
import { useSeenPoints } from './use-seen-points.ts';

/** So many that one looks for a name among them. */
const manySensors = 16;

export function SensorsPage({ serverId }: { readonly serverId: string }) {
  const trpc = useTRPC();
  const [search, setSearch] = useState('');
  const { data, error } = useQuery(
    trpc.hardware.sensors.queryOptions({ serverId }, { refetchInterval: pageRefreshMs }),
  );
  const seen = useSeenPoints(data);
  if (data === undefined) return error ? <ProblemNote error={error} /> : null;
  const wanted = search.trim().toLowerCase();
  const shown = data.sensors.filter(({ name, type }) => `${name} ${type}`.toLowerCase().includes(wanted));
  return (
    <>
      <ReadingBar serverId={serverId} state={data.state} summary={summaryOf(data)}>
        {data.sensors.length > manySensors && (
          <search>
            <Input
              aria-label="Find a sensor"
              placeholder="Find a sensor"
              value={search}
              onChange={(event) => setSearch(event.target.value)}
            />
          </search>
        )}
      </ReadingBar>
      {data.state.readAt === null && <NotReadYet state={data.state} />}
      {data.state.readAt !== null && data.sensors.length === 0 && (
        <EmptyState title="This BMC tells of no sensors" />
      )}
      {data.sensors.length > 0 && shown.length === 0 && <EmptyState title="No sensor is called that" />}
      <div className="grid gap-4">
        {groupSensors(shown).map(({ type, sensors }) => (
          <Card key={type} title={type} aside={<GroupState sensors={sensors} />}>
            <ul className="-my-2 divide-y divide-n-6">
              {sensors.map((sensor) => (
                <SensorItem key={sensor.id} sensor={sensor} points={pointsOf(sensor, data, seen)} />
              ))}
            </ul>
          </Card>
        ))}
      </div>
      {data.more && <p className="mt-3 text-sm text-n-11">This BMC has more sensors than are kept here.</p>}
    </>
  );
}

function summaryOf({ sensors }: SensorsShape): string {
  const count = (state: KeptSensor['state']) => sensors.filter((sensor) => sensor.state === state).length;
  const told = (['critical', 'warning', 'unavailable'] as const)
    .filter((state) => count(state) > 0)
    .map((state) => `${count(state)} ${stateWords[state]}`);
  return [sensors.length === 1 ? '1 sensor' : `${sensors.length} sensors`, ...told].join(' · ');
}

function GroupState({ sensors }: { readonly sensors: readonly KeptSensor[] }) {
  const worst = sensors[0];
  if (worst === undefined || worst.state === 'ok' || worst.state === 'unavailable') return null;
  return <Badge tone={toneOfSensor(worst)}>{stateWords[worst.state]}</Badge>;
}

/** The kept past, and what was read while the page was open. */
function pointsOf(
  sensor: KeptSensor,
  { history }: SensorsShape,
  seen: readonly SensorsShape['history'][number][],
): readonly ChartPoint[] {
  const points = [...history, ...seen].flatMap(({ at, readings }): ChartPoint[] => {
    const value = readings[sensor.id];
    return value === undefined ? [] : [{ at, value }];
  });
  return points.toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

function SensorItem({
  sensor,
  points,
}: {
  readonly sensor: KeptSensor;
  readonly points: readonly ChartPoint[];
}) {
  const limits = limitsText(sensor);
  const line = (
    <span className="grid w-full grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 py-2.5 sm:grid-cols-[minmax(0,1fr)_8rem_7rem_6.5rem]">
      <span className="min-w-0">
        {sensor.numeric && (
          <ChevronRight
            aria-hidden
            className="-ml-1 mr-0.5 inline size-4 text-n-10 transition-transform duration-100 group-open:rotate-90"
          />
        )}
        <span className="break-words font-medium">{sensor.name}</span>
        {sensor.entity !== null && <span className="text-sm text-n-11"> · {sensor.entity}</span>}
      </span>
      <span className="max-sm:order-last max-sm:justify-self-end">
        {sensor.numeric && <Sparkline points={points} sensor={sensor} />}
      </span>
      <span className="min-w-0 break-words text-right tabular-nums max-sm:order-last max-sm:col-start-1 max-sm:text-left">
        <SensorValue sensor={sensor} />
      </span>
      <span className="justify-self-end">
        <Badge tone={toneOfSensor(sensor)}>{stateWords[sensor.state]}</Badge>
      </span>
    </span>
  );
  if (!sensor.numeric) return <li>{line}</li>;
  return (
    <li>
      <details className="group">
        <summary className="-mx-2 flex cursor-pointer list-none rounded-md px-2 hover:bg-n-2 [&::-webkit-details-marker]:hidden">
          {line}
        </summary>
        <div className="grid gap-2 pb-3">
          {limits !== '' && <p className="text-sm text-n-11">{`Limits: ${limits}`}</p>}
          <SensorChart points={points} sensor={sensor} />
        </div>
      </details>
    </li>
  );
}

function SensorValue({ sensor }: { readonly sensor: KeptSensor }) {
  if (sensor.value !== null) return readingText(sensor.value, sensor.unit);
  return sensor.words.length === 0 ? <span className="text-n-11">—</span> : sensor.words.join(', ');
}
