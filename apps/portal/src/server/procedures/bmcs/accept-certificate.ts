import { z } from 'zod';
import { orRefuse } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';
import { acceptCertificate } from '../../use-cases/accept-certificate.ts';

/** Pins the certificate that a BMC shows now, as the person compared it. */
export const acceptBmcCertificate = permitted('bmc:write')
  .input(z.object({ serverId: z.uuid(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }))
  .output(z.object({ sha256: z.string() }))
  .mutation(async ({ ctx, input }) => orRefuse(await acceptCertificate(ctx, input)));
