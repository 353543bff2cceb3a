import { isNodeRuntime } from './env.ts';

/** Next calls this once, before the server takes its first request. */
export async function register(): Promise<void> {
  if (!isNodeRuntime) return;
  const { startPortal } = await import('./server/start-portal.ts');
  startPortal();
}
