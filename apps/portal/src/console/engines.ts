/** The engines as code that is fetched only when it may be needed. Light: pages without a console import this. */
import type { ConsoleEngine } from '@postern/domain';
import type { CreateViewer } from './console-viewer.ts';

export const loadEngine: Record<ConsoleEngine, () => Promise<CreateViewer>> = {
  guacd: async () => (await import('./guacd-viewer.ts')).createGuacdViewer,
  rfb: async () => (await import('./rfb-viewer.ts')).createRfbViewer,
  serial: async () => (await import('./serial-viewer.ts')).createSerialViewer,
};

/** Fetches the code of the engines that may be needed while the person, or the ticket, is still on the way. */
export function preloadEngines(kind: 'screen' | 'serial'): void {
  const engines: readonly ConsoleEngine[] = kind === 'serial' ? ['serial'] : ['rfb', 'guacd'];
  for (const engine of engines) {
    // A chunk that does not load now is asked for again when it is needed, and reported then.
    loadEngine[engine]().catch(() => undefined);
  }
}
