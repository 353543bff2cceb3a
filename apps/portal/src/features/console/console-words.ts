import type { ConsoleEngine } from '@postern/domain';
import { functionKey, keysym } from '../../console/keysyms.ts';
import type { ConsolePhase } from './use-console.ts';

export const phaseWords: Record<ConsolePhase, string> = {
  connecting: 'connecting',
  waiting: 'waiting for the picture',
  live: 'connected',
  closed: 'disconnected',
};

export const engineWords: Record<ConsoleEngine, string> = {
  guacd: 'guacd',
  rfb: 'direct',
  serial: 'serial over LAN',
};

export interface KeyChoice {
  readonly label: string;
  readonly keysyms: readonly number[];
}

/** Keys that a browser keeps for itself or a phone does not have. */
export const specialKeys: readonly KeyChoice[] = [
  { label: 'Esc', keysyms: [keysym.escape] },
  { label: 'Tab', keysyms: [keysym.tab] },
  { label: 'Enter', keysyms: [keysym.enter] },
  { label: 'Del', keysyms: [keysym.delete] },
  { label: 'Up', keysyms: [keysym.up] },
  { label: 'Down', keysyms: [keysym.down] },
  { label: 'Left', keysyms: [keysym.left] },
  { label: 'Right', keysyms: [keysym.right] },
];

export const functionKeys: readonly KeyChoice[] = Array.from({ length: 12 }, (_, index) => ({
  label: `F${index + 1}`,
  keysyms: [functionKey(index + 1)],
}));

export const combinations: readonly KeyChoice[] = [
  { label: 'Ctrl+C', keysyms: [keysym.control, 0x63] },
  { label: 'Alt+Tab', keysyms: [keysym.alt, keysym.tab] },
  { label: 'Alt+F4', keysyms: [keysym.alt, functionKey(4)] },
  { label: 'Ctrl+Alt+F1', keysyms: [keysym.control, keysym.alt, functionKey(1)] },
  { label: 'Ctrl+Alt+F2', keysyms: [keysym.control, keysym.alt, functionKey(2)] },
];

export const ctrlAltDel: readonly number[] = [keysym.control, keysym.alt, keysym.delete];
