import { z } from 'zod';
import { bmcHost, tcpOrUdpPort } from '../../shapes/address.ts';
import { idempotencyKeyText } from '../../shapes/words.ts';
import { orRefuse } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';
import { askForAction } from '../../use-cases/ask-for-action.ts';

/** Has a broker ask an address which protocols it speaks, before a login is typed. Follow it by `actions.get`. */
export const detectBmc = permitted('bmc:write')
  .input(
    z.object({
      serverId: z.uuid(),
      host: bmcHost,
      port: tcpOrUdpPort.default(623),
      redfishPort: tcpOrUdpPort.default(443),
      idempotencyKey: idempotencyKeyText,
    }),
  )
  .output(z.object({ actionId: z.uuid() }))
  .mutation(async ({ ctx, input: { serverId, idempotencyKey, ...address } }) =>
    orRefuse(
      await askForAction(ctx, { serverId, idempotencyKey, parameters: { kind: 'bmc-detect', ...address } }),
    ),
  );
