import { z } from 'zod';
import { orRefuse } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';
import { askForGrace as ask } from '../../use-cases/ask-for-grace.ts';

/** "Let an open console finish", before the end. */
export const askForGrace = permitted('grant:manage-own')
  .input(z.object({ grantId: z.uuid(), wanted: z.boolean() }))
  .output(z.object({ graceSeconds: z.number() }))
  .mutation(async ({ ctx, input }) => orRefuse(await ask(ctx, input)));
