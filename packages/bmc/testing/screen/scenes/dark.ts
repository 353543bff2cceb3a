import { fill, HEIGHT, WIDTH, writeCentred } from '../frame.ts';
import type { SceneContext } from './scene.ts';

/** What a display shows when the machine is off. */
export function paintDark({ frame, server }: SceneContext): void {
  fill(frame, { x: 0, y: 0, width: WIDTH, height: HEIGHT }, 'black');
  writeCentred(frame, 262, 'NO SIGNAL', { colour: 'grey', scale: 2, bold: true });
  writeCentred(frame, 312, `${server.name} is powered off`, { colour: 'grey' });
}
