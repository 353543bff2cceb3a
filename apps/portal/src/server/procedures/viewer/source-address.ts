import { z } from 'zod';
import { signedIn } from '../../trpc/procedure.ts';

/** The address that this request came from, to fill in a form. */
export const viewerSourceAddress = signedIn
  .output(z.object({ sourceAddress: z.string().nullable() }))
  .query(({ ctx }) => ({ sourceAddress: ctx.sourceAddress ?? null }));
