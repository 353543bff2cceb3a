import { joinSharedServer } from './shared-server.ts';

/** Vitest's global set-up: holds the shared Postgres through a run, so that it is not restarted between files. */
export async function setup(): Promise<() => Promise<void>> {
  const server = await joinSharedServer();
  return () => server.release();
}
