import { type MachineState, POST_MS } from '../../machine/machine-state.ts';
import { fill, HEIGHT, WIDTH, widthOf, write } from '../frame.ts';
import type { SceneContext } from './scene.ts';

const MEMORY_MB = 65_536;
const LEFT = 48;

/** Lines of the self test and the share of the time after which each one stands there. */
function reportLines(progress: number): readonly { text: string; from: number }[] {
  const tested = Math.min(MEMORY_MB, Math.floor((progress / 0.45) * 64) * (MEMORY_MB / 64));
  const memory = tested < MEMORY_MB ? `${tested} MB` : `${MEMORY_MB} MB OK`;
  return [
    { text: 'Processor      16 cores at 3.40 GHz', from: 0 },
    { text: `Memory test    ${memory}`, from: 0.03 },
    { text: 'Storage        NVMe 0  960 GB', from: 0.5 },
    { text: '               NVMe 1  960 GB', from: 0.56 },
    { text: 'Network        eno1  10 Gb/s, link up', from: 0.66 },
    { text: '               eno2  no link', from: 0.7 },
    { text: 'Management     controller ready', from: 0.8 },
  ];
}

/** The start-up screen: who the machine is, what it finds, which keys it takes. */
export function paintPost(
  { frame, server, nowMs }: SceneContext,
  state: MachineState & { phase: 'post' },
): void {
  const progress = Math.min(1, (nowMs - state.sinceMs) / POST_MS);
  fill(frame, { x: 0, y: 0, width: WIDTH, height: HEIGHT }, 'ink');
  fill(frame, { x: 0, y: 0, width: WIDTH, height: 4 }, 'accent');

  const scale = Math.max(1, Math.min(4, Math.floor((WIDTH - 2 * LEFT) / widthOf(server.name))));
  write(frame, LEFT, 52, server.name, { colour: 'white', scale, bold: true });
  write(frame, LEFT + 2, 132, 'System firmware 2.14.0', { colour: 'grey' });

  let y = 196;
  for (const { text, from } of reportLines(progress)) {
    if (progress >= from) write(frame, LEFT, y, text, { colour: 'mist' });
    y += 24;
  }

  write(frame, LEFT, 448, `Next start     ${nextStart(state)}`, { colour: 'amber' });
  fill(frame, { x: LEFT, y: 520, width: WIDTH - 2 * LEFT, height: 4 }, 'charcoal');
  fill(frame, { x: LEFT, y: 520, width: Math.round((WIDTH - 2 * LEFT) * progress), height: 4 }, 'accent');
  write(frame, LEFT, 544, 'F2', { colour: 'white', bold: true });
  write(frame, LEFT + 32, 544, 'Setup', { colour: 'silver' });
  write(frame, LEFT + 136, 544, 'F12', { colour: 'white', bold: true });
  write(frame, LEFT + 176, 544, 'Network boot', { colour: 'silver' });
}

function nextStart({ device }: MachineState & { phase: 'post' }): string {
  switch (device) {
    case 'bios-setup':
      return 'firmware setup';
    case 'pxe':
      return 'network (PXE)';
    case 'cd':
      return 'CD';
    case 'diagnostics':
      return 'diagnostics';
    default:
      return 'local disk';
  }
}
