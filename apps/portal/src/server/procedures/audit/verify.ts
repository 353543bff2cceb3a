import { z } from 'zod';
import { permitted } from '../../trpc/procedure.ts';
import { verifyAudit as verify } from '../../use-cases/verify-audit.ts';

/** Recomputes the whole chain. A mutation: that it was done, and what it found, is recorded. */
export const verifyAudit = permitted('audit:read')
  .output(
    z.discriminatedUnion('intact', [
      z.object({ intact: z.literal(true), rows: z.number(), headHash: z.string() }),
      z.object({
        intact: z.literal(false),
        rows: z.number(),
        firstBadSeq: z.string(),
        fault: z.enum(['gap', 'broken-link', 'wrong-hash', 'head-mismatch']),
      }),
    ]),
  )
  .mutation(async ({ ctx }) => {
    const verdict = await verify(ctx);
    return verdict.intact ? verdict : { ...verdict, firstBadSeq: verdict.firstBadSeq.toString() };
  });
