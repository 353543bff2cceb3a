import { type MachineState, MENU_SECONDS, menuEntries } from '../../machine/machine-state.ts';
import { fill, HEIGHT, outline, WIDTH, write, writeCentred } from '../frame.ts';
import type { SceneContext } from './scene.ts';

const BOX = { x: 80, y: 128, width: WIDTH - 160, height: 300 };
const ROW_HEIGHT = 36;

/** The boot loader's menu; the highlighted row follows the arrow keys. */
export function paintBootMenu(
  { frame, server, nowMs }: SceneContext,
  state: MachineState & { phase: 'boot-menu' },
): void {
  fill(frame, { x: 0, y: 0, width: WIDTH, height: HEIGHT }, 'black');
  writeCentred(frame, 48, server.name, { colour: 'white', scale: 2, bold: true });
  writeCentred(frame, 92, 'Boot menu', { colour: 'grey' });
  outline(frame, BOX, 'slate');

  for (const [row, { title }] of menuEntries.entries()) {
    const y = BOX.y + 20 + row * ROW_HEIGHT;
    const highlighted = row === state.row;
    if (highlighted) fill(frame, { x: BOX.x + 12, y, width: BOX.width - 24, height: 30 }, 'silver');
    write(frame, BOX.x + 32, y + 7, title, { colour: highlighted ? 'black' : 'mist', bold: highlighted });
  }

  writeCentred(frame, 456, 'Use the ▲ and ▼ keys to choose, Enter to start.', { colour: 'silver' });
  if (state.counting) {
    const left = Math.max(0, MENU_SECONDS - Math.floor((nowMs - state.sinceMs) / 1_000));
    writeCentred(frame, 488, `The chosen entry starts by itself in ${left} s.`, { colour: 'grey' });
  }
}
