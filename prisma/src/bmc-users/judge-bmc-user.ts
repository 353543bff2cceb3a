import type { BmcUserVerdict } from '@postern/domain';
import type { Tx } from '../client.ts';

/**
 * Keeps what an admin decided of a foreign user. `reportedAt` is the report that he has read, to the millisecond. False:
 * the user is gone, ours by now, or was reported once more meanwhile; nothing was decided.
 */
export async function judgeBmcUser(
  tx: Tx,
  judgement: {
    readonly userId: string;
    readonly verdict: BmcUserVerdict;
    readonly note: string | null;
    readonly byUserId: string;
    readonly reportedAt: Date;
  },
): Promise<boolean> {
  const judged = await tx.$executeRaw`
    update bmc_user
       set verdict = ${judgement.verdict}, verdict_note = ${judgement.note}::text,
           verdict_by_id = ${judgement.byUserId}::uuid, verdict_at = clock_timestamp()
     where id = ${judgement.userId}::uuid and kind = 'foreign' and gone_at is null
       and date_trunc('milliseconds', reported_at) = ${judgement.reportedAt}::timestamptz`;
  return judged === 1;
}
