import { readEnvironment } from '../env.ts';
import { trustedProxies } from './http/source-address.ts';
import { watchSockets } from './http/watch-sockets.ts';

/** Checks the environment and stands at the door, before the first request. @throws EnvironmentError */
export function startPortal(): void {
  const env = readEnvironment();
  watchSockets(trustedProxies(env.POSTERN_TRUSTED_PROXIES));
}
