import type { ServerShape } from '../../server/shapes/server.ts';

/** Why power and boot cannot be used now, as a sentence; `undefined` when they can. */
export function whyNotOperate(
  server: Pick<ServerShape, 'hasBmc' | 'may' | 'runningAction' | 'access'>,
  reason: { readonly needed: boolean; readonly given: boolean },
): string | undefined {
  if (!server.hasBmc) return 'This server has no BMC set up.';
  if (!server.may.operate) {
    if (server.access?.state === 'active') return 'This access does not include power and boot.';
    return server.access === null
      ? 'Request IPMI access first: power and boot work while you have it.'
      : 'Power and next boot work while access is active.';
  }
  if (server.runningAction !== null) return 'One operation at a time: another one runs.';
  if (reason.needed && !reason.given) return 'Say why first, in the field for staff.';
  return undefined;
}
