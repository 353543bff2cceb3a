import type { Tx } from '../client.ts';

/** The reserved attempt was right. */
export async function recordSignInSuccess(
  tx: Tx,
  { attemptId }: { readonly attemptId: bigint },
): Promise<void> {
  await tx.$executeRaw`update sign_in_attempt set succeeded = true where id = ${attemptId}`;
}
