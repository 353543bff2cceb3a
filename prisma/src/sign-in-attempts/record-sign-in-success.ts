import type { Tx } from '../client.ts';

/** The reserved attempt was right. Clears what is too old to be weighed. */
export async function recordSignInSuccess(
  tx: Tx,
  { attemptId, email }: { readonly attemptId: bigint; readonly email: string },
): Promise<void> {
  await tx.$executeRaw`update sign_in_attempt set succeeded = true where id = ${attemptId}`;
  await tx.$executeRaw`delete from sign_in_attempt where email = ${email} and at < now() - interval '31 days'`;
}
