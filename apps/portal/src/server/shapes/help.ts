import { z } from 'zod';
import { line } from './words.ts';

/** Whom people of a site ask when a machine needs hands. */
export const helpShape = z.object({
  words: z.string(),
  /** The address of the data-centre staff. */
  mail: z.string().nullable(),
});
export type HelpShape = z.infer<typeof helpShape>;

export const helpInput = z.object({
  words: line(500),
  mail: line(200)
    .regex(/^[^@\s<>",;:?&%]+@[^@\s<>",;:?&%]+$/, 'One plain mail address.')
    .nullable(),
});
