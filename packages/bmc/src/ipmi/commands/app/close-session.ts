import { defineCommand, NetFn, noResponse } from '../command.ts';

export type CloseSessionRequest =
  | { readonly sessionId: number }
  /** Somebody else's session, by the handle of Get Session Info; `ipmi_sim` answers 87h, others C1h or CCh. */
  | { readonly handle: number };

/** Close Session, IPMI 2.0 §22.19. An administrator may close other users' sessions. */
export const closeSession = defineCommand<CloseSessionRequest, void>({
  name: 'Close Session',
  netFn: NetFn.app,
  code: 0x3c,
  effect: 'write',
  repeatable: true,
  encode(request, writer) {
    if ('handle' in request) writer.u32(0).u8(request.handle);
    else writer.u32(request.sessionId);
  },
  decode: noResponse,
});
