import { z } from 'zod';
import { ipAddress } from '../../shapes/address.ts';
import { reasonText } from '../../shapes/words.ts';
import { orRefuse } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';
import { requestGrant as request } from '../../use-cases/request-grant.ts';

/** *Request IPMI access*. */
export const requestGrant = permitted('grant:request')
  .input(
    z.object({
      serverId: z.uuid(),
      /** Absent: the site's default. */
      durationSeconds: z.int().min(1).max(31_536_000).optional(),
      reason: reasonText.optional(),
      sourceAddress: ipAddress.optional(),
    }),
  )
  .output(z.object({ grantId: z.uuid() }))
  .mutation(async ({ ctx, input }) => orRefuse(await request(ctx, input)));
