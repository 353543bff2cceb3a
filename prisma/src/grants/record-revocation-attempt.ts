import type { Tx } from '../client.ts';

/** Keeps why an attempt did not prove the end, and when the next one is due. Gives the claim back. */
export async function recordRevocationAttempt(
  tx: Tx,
  attempt: {
    readonly grantId: string;
    readonly brokerId: string;
    readonly retrySeconds: number;
    readonly code: string;
    /** For people. */
    readonly message: string;
  },
): Promise<void> {
  await tx.$executeRaw`
    update access_grant
       set claimed_by = null, claimed_until = null, last_error_code = ${attempt.code}, last_error = ${attempt.message},
           next_attempt_at = clock_timestamp() + make_interval(secs => ${attempt.retrySeconds})
     where id = ${attempt.grantId}::uuid and claimed_by = ${attempt.brokerId}::uuid and state = 'revoking'`;
}
