import { grantScopes } from '@postern/domain';
import { z } from 'zod';
import { sourceAddressList } from '../../shapes/address.ts';
import { reasonText } from '../../shapes/words.ts';
import { orRefuse } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';
import { requestGrant as request } from '../../use-cases/request-grant.ts';

/** *Request IPMI access*. */
export const requestGrant = permitted('grant:request')
  .input(
    z.object({
      serverId: z.uuid(),
      /** Absent: the policy's default. */
      durationSeconds: z.int().min(1).max(31_536_000).optional(),
      reason: reasonText.optional(),
      /** Absent: all that is offered. */
      scopes: z.array(z.enum(grantScopes)).min(1).max(grantScopes.length).optional(),
      /** Where tools will connect from. Absent: the browser's address. */
      sourceAddress: sourceAddressList.optional(),
    }),
  )
  .output(z.object({ grantId: z.uuid() }))
  .mutation(async ({ ctx, input }) => orRefuse(await request(ctx, input)));
