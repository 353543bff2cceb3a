import type { MachineState } from '../../machine/machine-state.ts';
import { promptOf } from '../../machine/terminal.ts';
import { CELL_HEIGHT, type Frame, fill, HEIGHT, WIDTH, widthOf, write } from '../frame.ts';
import type { Colour } from '../palette.ts';
import type { SceneContext } from './scene.ts';

const MARGIN = 4;
const ROWS = Math.floor((HEIGHT - 2 * MARGIN) / CELL_HEIGHT);

/** A text console: the last lines that fit, from the top. */
function paintLines(frame: Frame, lines: readonly string[], colour: Colour): void {
  fill(frame, { x: 0, y: 0, width: WIDTH, height: HEIGHT }, 'black');
  for (const [row, line] of lines.slice(-ROWS).entries()) {
    write(frame, MARGIN, MARGIN + row * CELL_HEIGHT, line, { colour });
  }
}

function paintCursor(frame: Frame, lines: readonly string[], colour: Colour): void {
  const row = Math.min(lines.length, ROWS) - 1;
  const x = MARGIN + widthOf(lines.at(-1) ?? '');
  fill(frame, { x, y: MARGIN + row * CELL_HEIGHT + 13, width: 8, height: 2 }, colour);
}

/** A shell prompt with what was typed at it. */
export function paintPrompt(
  { frame, server }: SceneContext,
  state: MachineState & { phase: 'prompt' },
): void {
  const lines = [...state.screen.lines, promptOf(server.name) + state.screen.input];
  paintLines(frame, lines, 'silver');
  paintCursor(frame, lines, 'silver');
}

const kernelLines = [
  'Linux version 6.1.0 (gcc 12.2.0)',
  'Command line: console=tty0 console=ttyS0,115200',
  'x86/fpu: Supporting XSAVE feature 0x001: x87 floating point registers',
  'Memory: 65536 MB available',
  'smp: Bringing up secondary CPUs ... 16 CPUs',
  'PCI: Using configuration type 1 for base access',
  'nvme nvme0: 16/0/0 default/read/poll queues',
  'nvme nvme1: 16/0/0 default/read/poll queues',
  'eno1: link is up, 10000 Mbps, full duplex',
  'EXT4-fs (nvme0n1p2): mounted filesystem with ordered data mode',
  'systemd: Reached target Multi-User System.',
];

/** Kernel messages that come one after the other. */
export function paintLoading(
  { frame, nowMs }: SceneContext,
  state: MachineState & { phase: 'loading' },
): void {
  const elapsedMs = nowMs - state.sinceMs;
  const shown = Math.min(kernelLines.length, 1 + Math.floor(elapsedMs / 150));
  const stamped = kernelLines.map((line, index) => `[    ${(index * 0.15).toFixed(6)}] ${line}`);
  paintLines(frame, [`Loading ${state.entry} ...`, '', ...stamped.slice(0, shown)], 'silver');
}

/** A network boot that asks for an address and finds nobody. */
export function paintNetworkBoot(
  { frame, nowMs }: SceneContext,
  state: MachineState & { phase: 'network-boot' },
): void {
  const elapsedMs = nowMs - state.sinceMs;
  const dots = '.'.repeat(1 + (Math.floor(elapsedMs / 400) % 24));
  paintLines(
    frame,
    [
      'Network boot agent 1.5',
      '',
      'eno1: 02:00:5e:10:00:07   link up, 10 Gb/s',
      '',
      '>> Start PXE over IPv4',
      `   Requesting an address (DHCP) ${dots}`,
      '',
      '',
      'Press Esc to leave network boot.',
    ],
    'mist',
  );
}
