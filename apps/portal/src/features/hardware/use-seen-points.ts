import { useEffect, useState } from 'react';
import type { SensorsShape } from '../../server/shapes/hardware.ts';

type Point = SensorsShape['history'][number];

/** An hour of readings that come every fifteen seconds. */
const most = 240;

/** What was read while this page was open, oldest first: finer than the past that is kept, and gone with the page. */
export function useSeenPoints(data: SensorsShape | undefined): readonly Point[] {
  const [seen, setSeen] = useState<readonly Point[]>([]);
  const at = data?.state.readAt?.getTime();
  // biome-ignore lint/correctness/useExhaustiveDependencies: one point for each reading, whatever else has changed
  useEffect(() => {
    if (data === undefined || at === undefined) return;
    const readings: Record<string, number> = {};
    for (const { id, value } of data.sensors) if (value !== null) readings[id] = value;
    setSeen((before) =>
      before.at(-1)?.at.getTime() === at ? before : [...before, { at: new Date(at), readings }].slice(-most),
    );
  }, [at]);
  return seen;
}
