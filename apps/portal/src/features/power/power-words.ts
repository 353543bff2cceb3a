import type { PowerOperation } from '@postern/domain';

export interface PowerWords {
  readonly verb: string;
  /** One line of help beside the button. */
  readonly help: string;
  /** The consequence for a server of this name; the title of the question. Absent: nothing is interrupted. */
  readonly consequence?: (server: string) => string;
  readonly detail?: string;
}

/** Operations that ask the operating system, or interrupt nothing. */
export const gentleOperations = [
  'on',
  'soft-restart',
  'soft-off',
] as const satisfies readonly PowerOperation[];
/** Operations that do not ask. */
export const forcedOperations = ['reset', 'cycle', 'off'] as const satisfies readonly PowerOperation[];

export const powerWords: Record<PowerOperation, PowerWords> = {
  on: { verb: 'Power on', help: 'Starts the server.' },
  'soft-restart': {
    verb: 'Restart',
    help: 'Asks the operating system to shut down, then starts it again.',
    consequence: (server) => `This restarts ${server}`,
    detail:
      'What runs on it is interrupted. The operating system is asked first; if it does not react, nothing happens and you can force it.',
  },
  'soft-off': {
    verb: 'Shut down',
    help: 'Asks the operating system to shut down. The server stays off.',
    consequence: (server) => `This shuts ${server} down`,
    detail:
      'It stays off until somebody powers it on. The operating system is asked; if it does not react, nothing happens.',
  },
  reset: {
    verb: 'Force restart',
    help: 'Presses the reset button. Unsaved data is lost.',
    consequence: (server) => `This resets ${server} at once`,
    detail: 'The operating system is not asked. Data that is not written yet is lost.',
  },
  cycle: {
    verb: 'Power cycle',
    help: 'Cuts the power, waits, and starts again. Unsaved data is lost.',
    consequence: (server) => `This cuts the power to ${server} at once and starts it again`,
    detail: 'The operating system is not asked. Data that is not written yet is lost.',
  },
  off: {
    verb: 'Force off',
    help: 'Cuts the power. Unsaved data is lost.',
    consequence: (server) => `This cuts the power to ${server} at once`,
    detail:
      'The operating system is not asked. Data that is not written yet is lost, and the server stays off.',
  },
};
