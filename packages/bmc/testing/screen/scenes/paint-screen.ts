import type { MachineState } from '../../machine/machine-state.ts';
import { paintBootMenu } from './boot-menu.ts';
import { paintLoading, paintNetworkBoot, paintPrompt } from './console-text.ts';
import { paintDark } from './dark.ts';
import { paintPost } from './post.ts';
import type { SceneContext } from './scene.ts';
import { paintSetup } from './setup.ts';

/** Paints what the machine shows at this moment over the whole frame. */
export function paintScreen(context: SceneContext): void {
  const { state } = context.server.machine;
  switch (state.phase) {
    case 'off':
      paintDark(context);
      break;
    case 'post':
      paintPost(context, state);
      break;
    case 'setup':
      paintSetup(context, state);
      break;
    case 'network-boot':
      paintNetworkBoot(context, state);
      break;
    case 'boot-menu':
      paintBootMenu(context, state);
      break;
    case 'loading':
      paintLoading(context, state);
      break;
    case 'prompt':
      paintPrompt(context, state);
  }
}

/** Milliseconds until the picture moves by itself, or `undefined` when it stands still. */
export function animationDelayMs(state: MachineState): number | undefined {
  switch (state.phase) {
    case 'post':
    case 'loading':
      return 100;
    case 'network-boot':
      return 400;
    case 'boot-menu':
      return state.counting ? 1_000 : undefined;
    default:
      return undefined;
  }
}
