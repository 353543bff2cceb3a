import { z } from 'zod';
import { sourceAddressList } from '../../shapes/address.ts';
import { orRefuse } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';
import { moveSource } from '../../use-cases/move-source.ts';

/** *Use my current address*, or the addresses that were typed. */
export const moveGrantSource = permitted('grant:manage-own')
  .input(z.object({ grantId: z.uuid(), to: sourceAddressList.optional() }))
  .output(z.object({ sourceAddresses: z.array(z.string()) }))
  .mutation(async ({ ctx, input }) => orRefuse(await moveSource(ctx, input)));
