import type { Tx } from '../client.ts';

/**
 * The reserved attempt was no wrong guess, and nobody signed in by it either: as if it had not been made. An address gets
 * no trust from it.
 */
export async function releaseSignInAttempt(
  tx: Tx,
  { attemptId }: { readonly attemptId: bigint },
): Promise<void> {
  await tx.$executeRaw`delete from sign_in_attempt where id = ${attemptId}`;
}
