import type { ActionParameters, BootDevice } from '@postern/domain';
import type { ActionShape } from '../../server/shapes/action.ts';
import { powerWords } from './power-words.ts';

export const bootDeviceWords: Record<BootDevice, string> = {
  none: 'As usual',
  disk: 'Disk',
  pxe: 'Network (PXE)',
  cd: 'CD',
  'bios-setup': 'BIOS setup',
};

/** What an action is, in a word or two. */
export function actionName(parameters: ActionParameters): string {
  switch (parameters.kind) {
    case 'power':
      return powerWords[parameters.operation].verb;
    case 'boot':
      return parameters.device === 'none'
        ? 'Clear next boot'
        : `Next boot: ${bootDeviceWords[parameters.device]}, ${parameters.persistent ? 'always' : 'once'}`;
    case 'bmc-test':
      return 'BMC test';
    case 'bmc-detect':
      return `Detection at ${parameters.host}`;
    case 'bmc-probe':
      return 'BMC probe';
    case 'bmc-posture':
      return 'BMC posture';
    case 'remove-account':
      return 'Remove BMC user';
    case 'hand-over':
      return 'Hand-over';
    case 'rotate-credential':
      return 'Rotate BMC login';
    case 'bmc-reset':
      return 'BMC restart';
  }
}

/** How far an action is, in a few words. */
export function actionProgress(action: Pick<ActionShape, 'state' | 'sentAt'>): string {
  switch (action.state) {
    case 'requested':
      return 'asked for, waiting for the broker';
    case 'running':
      return action.sentAt === null ? 'connecting to the BMC' : 'sent to the BMC, checking the result';
    case 'succeeded':
      return 'done';
    case 'failed':
      return 'failed';
    case 'unknown':
      return 'sent, but no answer came';
  }
}
