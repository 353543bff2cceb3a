import { type Area, type Frame, HEIGHT, WIDTH } from './frame.ts';

/** Height of the bands that are looked at one by one. */
const BAND = 16;

/** Areas in which two frames differ: at most one for each band of rows, as narrow as it can be. */
export function changedAreas(before: Frame, after: Frame): Area[] {
  const areas: Area[] = [];
  for (let y = 0; y < HEIGHT; y += BAND) {
    const area = changeInBand(before.pixels, after.pixels, y, Math.min(BAND, HEIGHT - y));
    if (area !== undefined) areas.push(area);
  }
  return areas;
}

export const wholeFrame: Area = { x: 0, y: 0, width: WIDTH, height: HEIGHT };

function changeInBand(before: Uint8Array, after: Uint8Array, y: number, height: number): Area | undefined {
  const start = y * WIDTH;
  const end = start + height * WIDTH;
  if (Buffer.compare(before.subarray(start, end), after.subarray(start, end)) === 0) return undefined;
  let left = WIDTH;
  let right = 0;
  for (let at = start; at < end; at += 1) {
    if (before[at] === after[at]) continue;
    const x = at % WIDTH;
    if (x < left) left = x;
    if (x >= right) right = x + 1;
  }
  return { x: left, y, width: right - left, height };
}
