import type { ServerShape } from '../../server/shapes/server.ts';

/** What stands between us and the BMC, in a few words; `null` when it answers. */
export function bmcTroubleOf(server: Pick<ServerShape, 'hasBmc' | 'power' | 'bmc' | 'now'>): string | null {
  if (!server.hasBmc) return null;
  const frozenUntil = server.bmc?.frozenUntil ?? null;
  if (frozenUntil !== null && frozenUntil.getTime() > server.now.getTime()) return 'BMC refuses our login';
  if (server.power.failingSince !== null) return 'BMC does not answer';
  return server.power.readAt === null ? 'BMC not asked yet' : null;
}
