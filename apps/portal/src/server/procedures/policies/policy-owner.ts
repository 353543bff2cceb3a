import { z } from 'zod';

/** Whose overrides: a tenant's, over all its servers, or one server's. */
export const overrideOwner = z.union([
  z.strictObject({ organisationId: z.uuid() }),
  z.strictObject({ serverId: z.uuid() }),
]);
