import { z } from 'zod';
import { orRefuse } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';
import { revealPassword } from '../../use-cases/reveal-password.ts';

/**
 * The account of an active grant with its password: the one secret that ever reaches a browser, and only its tenant's.
 * A mutation, because looking is recorded and its answer must never be cached.
 */
export const revealGrant = permitted('grant:reveal-password')
  .input(z.object({ grantId: z.uuid() }))
  .output(z.object({ username: z.string(), password: z.string(), host: z.string(), port: z.number() }))
  .mutation(async ({ ctx, input }) => orRefuse(await revealPassword(ctx, input.grantId)));
