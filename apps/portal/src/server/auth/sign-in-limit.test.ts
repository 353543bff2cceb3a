import { describe, expect, test } from 'vitest';
import {
  bucketOfAddress,
  bucketOfEmail,
  maySignIn,
  signInWindowSeconds,
  triesLeft,
} from './sign-in-limit.ts';

const now = new Date('2026-11-21T12:00:00Z');
const ago = (...seconds: number[]) => seconds.map((s) => new Date(now.getTime() - s * 1000));
const many = (count: number, seconds: number) => Array.from({ length: count }, () => ago(seconds)).flat();

describe('a bucket', () => {
  test('is full where nothing failed', () => {
    expect(triesLeft(bucketOfEmail, [], now)).toBe(10);
  });

  test('gets one try back after each refill time, and never more than it holds', () => {
    expect(triesLeft(bucketOfEmail, many(10, 0), now)).toBe(0);
    expect(triesLeft(bucketOfEmail, many(10, 60), now)).toBeCloseTo(1);
    expect(triesLeft(bucketOfEmail, many(10, 600), now)).toBe(10);
    expect(triesLeft(bucketOfEmail, ago(5000, 1), now)).toBeCloseTo(9 + 1 / 60);
  });

  test('is full again within the window that is remembered, whatever was in it', () => {
    for (const bucket of [bucketOfEmail, bucketOfAddress]) {
      expect(triesLeft(bucket, many(bucket.capacity, signInWindowSeconds), now)).toBe(bucket.capacity);
    }
  });
});

describe('a sign-in', () => {
  test('is tried ten times at once for one e-mail and not an eleventh time', () => {
    expect(maySignIn({ now, ofEmail: many(9, 0), ofAddress: many(9, 0) })).toBe(true);
    expect(maySignIn({ now, ofEmail: many(10, 0), ofAddress: many(10, 0) })).toBe(false);
  });

  test('is not tried from an address that guessed thirty different people', () => {
    expect(maySignIn({ now, ofEmail: [], ofAddress: many(30, 0) })).toBe(false);
  });
});
