import { readEnvironment } from '../env.ts';
import { trustedProxies } from './http/source-address.ts';
import { watchSockets } from './http/watch-sockets.ts';
import { getPortal } from './portal.ts';

/** Checks the environment, stands at the door before the first request, and lets go at the end. @throws EnvironmentError */
export function startPortal(): void {
  const env = readEnvironment();
  watchSockets(trustedProxies(env.POSTERN_TRUSTED_PROXIES));
  const { live } = getPortal();
  // Next waits for open answers before it stops, and the live streams of pages never end by themselves.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void live.close());
}
