import { type MachineState, SETUP_ROWS } from '../../machine/machine-state.ts';
import type { ServerModel } from '../../server/server-model.ts';
import { fill, HEIGHT, outline, WIDTH, write, writeCentred } from '../frame.ts';
import type { SceneContext } from './scene.ts';

const TABS = ['Main', 'Advanced', 'Server', 'Security', 'Boot', 'Exit'];
const HELP_X = 560;

interface SetupRow {
  readonly label: string;
  readonly value: string;
  readonly help: readonly string[];
}

function setupRows(server: ServerModel): readonly SetupRow[] {
  const { device, persistent, valid } = server.boot.flags;
  const override = valid ? `${device}${persistent ? ', always' : ', once'}` : 'none';
  return [
    {
      label: 'System name',
      value: server.name,
      help: ['The name that the', 'management controller', 'knows this machine by.'],
    },
    { label: 'System time', value: '03:42:10', help: ['Hours, minutes,', 'seconds, UTC.'] },
    { label: 'Memory', value: '65536 MB', help: ['Installed and tested.'] },
    { label: 'Boot mode', value: 'UEFI', help: ['How boot loaders', 'are found.'] },
    { label: 'First boot device', value: 'NVMe 0', help: ['Tried first at', 'every start.'] },
    { label: 'One-time override', value: override, help: ['Set through the', 'management controller.'] },
    { label: 'Serial redirection', value: 'COM1 115200 8n1', help: ['Seen as serial', 'over LAN.'] },
  ].slice(0, SETUP_ROWS);
}

/** The firmware's setup page. */
export function paintSetup({ frame, server }: SceneContext, state: MachineState & { phase: 'setup' }): void {
  fill(frame, { x: 0, y: 0, width: WIDTH, height: HEIGHT }, 'mist');
  fill(frame, { x: 0, y: 0, width: WIDTH, height: 28 }, 'silver');
  writeCentred(frame, 6, 'Firmware Setup Utility', { colour: 'navy', bold: true });
  paintTabs(frame);
  outline(frame, { x: 12, y: 70, width: HELP_X - 24, height: 460 }, 'navy');
  outline(frame, { x: HELP_X, y: 70, width: WIDTH - HELP_X - 12, height: 460 }, 'navy');

  const rows = setupRows(server);
  for (const [index, { label, value }] of rows.entries()) {
    const y = 96 + index * 34;
    const highlighted = index === state.row;
    if (highlighted) fill(frame, { x: 240, y: y - 5, width: 284, height: 26 }, 'navy');
    write(frame, 36, y, label, { colour: 'navy' });
    write(frame, 250, y, `[${value}]`, { colour: highlighted ? 'white' : 'navy', bold: highlighted });
  }
  for (const [index, line] of (rows[state.row]?.help ?? []).entries()) {
    write(frame, HELP_X + 20, 96 + index * 22, line, { colour: 'navy' });
  }

  fill(frame, { x: 0, y: 546, width: WIDTH, height: HEIGHT - 546 }, 'navy');
  write(frame, 24, 565, '▲▼  Select item      F10  Save and restart      Esc  Leave', { colour: 'paper' });
}

function paintTabs(frame: SceneContext['frame']): void {
  fill(frame, { x: 0, y: 28, width: WIDTH, height: 30 }, 'navy');
  let x = 24;
  for (const [index, tab] of TABS.entries()) {
    const width = tab.length * 8 + 24;
    if (index === 0) fill(frame, { x, y: 28, width, height: 30 }, 'mist');
    write(frame, x + 12, 35, tab, { colour: index === 0 ? 'navy' : 'silver', bold: index === 0 });
    x += width + 8;
  }
}
