import { z } from 'zod';
import { ipAddress } from '../../shapes/address.ts';
import { line } from '../../shapes/words.ts';

/** What an admin types about a server. */
export const serverInput = z.object({
  name: line(60)
    .min(1, 'The name is needed.')
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'Letters, digits, dots and dashes.'),
  rack: line(60),
  serial: line(100).nullish(),
  ipAddresses: z.array(ipAddress).max(64),
  organisationId: z.uuid().nullable(),
});
