import { Prisma } from '../generated/client.ts';

/** SQL over the row `u` of `bmc_user`: foreign, on the BMC, and nobody has decided of him since he was last reported. */
export const isToJudge = Prisma.sql`(u.kind = 'foreign' and u.gone_at is null
  and (u.verdict_at is null or u.verdict_at < u.reported_at))`;
