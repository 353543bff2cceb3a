import type { ServerShape } from '../../server/shapes/server.ts';

/** How the BMC does, in a few words. */
export function healthOf(server: Pick<ServerShape, 'hasBmc' | 'power' | 'bmc' | 'now'>): string {
  if (!server.hasBmc) return 'no BMC set up';
  const frozenUntil = server.bmc?.frozenUntil ?? null;
  if (frozenUntil !== null && frozenUntil.getTime() > server.now.getTime()) return 'BMC refuses our login';
  if (server.power.failingSince !== null) return 'BMC does not answer';
  return server.power.readAt === null ? 'BMC not asked yet' : 'BMC answers';
}
