import { bootDevices } from '@postern/domain';
import { z } from 'zod';
import { idempotencyKeyText, reasonText } from '../../shapes/words.ts';
import { orRefuse } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';
import { askForAction } from '../../use-cases/ask-for-action.ts';

/** Asks for the device of the next start; `none` takes an earlier wish back. `reason` is needed from staff. */
export const writeBoot = permitted('server:operate')
  .input(
    z.object({
      serverId: z.uuid(),
      device: z.enum(bootDevices),
      persistent: z.boolean(),
      firmware: z.enum(['legacy', 'uefi']),
      idempotencyKey: idempotencyKeyText,
      reason: reasonText.optional(),
    }),
  )
  .output(z.object({ actionId: z.uuid() }))
  .mutation(async ({ ctx, input: { device, persistent, firmware, ...request } }) =>
    orRefuse(
      await askForAction(ctx, { ...request, parameters: { kind: 'boot', device, persistent, firmware } }),
    ),
  );
