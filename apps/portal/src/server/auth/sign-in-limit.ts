import type { EarlierFailures } from '@postern/database';

/** A bucket holds `capacity` tries and gets one back every `refillSeconds`. */
export interface Bucket {
  readonly capacity: number;
  readonly refillSeconds: number;
}

/** Ten guesses in ten minutes for one e-mail; thirty for an address, behind which an office may sit. */
export const bucketOfEmail: Bucket = { capacity: 10, refillSeconds: 60 };
export const bucketOfAddress: Bucket = { capacity: 30, refillSeconds: 20 };

/** Failures older than this have been refilled in every bucket. */
export const signInWindowSeconds = 600;

/** Tries left in a bucket after failures at these instants, oldest first. */
export function triesLeft(bucket: Bucket, failures: readonly Date[], now: Date): number {
  let tries = bucket.capacity;
  let at = failures[0]?.getTime() ?? now.getTime();
  for (const failure of failures) {
    tries = refilled(tries, failure.getTime() - at, bucket) - 1;
    at = failure.getTime();
  }
  return refilled(tries, now.getTime() - at, bucket);
}

function refilled(tries: number, elapsedMs: number, bucket: Bucket): number {
  return Math.min(tries + elapsedMs / 1000 / bucket.refillSeconds, bucket.capacity);
}

/** May one more password be looked at? */
export function maySignIn(failures: EarlierFailures): boolean {
  return (
    triesLeft(bucketOfEmail, failures.ofEmail, failures.now) >= 1 &&
    triesLeft(bucketOfAddress, failures.ofAddress, failures.now) >= 1
  );
}
