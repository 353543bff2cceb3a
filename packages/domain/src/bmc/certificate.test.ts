import { expect, test } from 'vitest';
import { certificateState, fingerprintText, readFingerprint, shownCertificate } from './certificate.ts';

const one = 'ab'.repeat(32);
const other = 'cd'.repeat(32);

test('only another certificate than the pinned one counts as changed', () => {
  expect(certificateState(null, null)).toBe('unseen');
  expect(certificateState(null, one)).toBe('seen');
  expect(certificateState(one, null)).toBe('pinned');
  expect(certificateState(one, one)).toBe('pinned');
  expect(certificateState(one, other)).toBe('changed');
});

test('a fingerprint is read in the forms in which people paste it, and nothing else is one', () => {
  expect(readFingerprint(fingerprintText(one))).toBe(one);
  expect(readFingerprint(` ${one}\n`)).toBe(one);
  expect(readFingerprint(one.slice(1))).toBeNull();
  expect(readFingerprint(`${one}00`)).toBeNull();
  expect(readFingerprint('not a fingerprint')).toBeNull();
});

test('names in a certificate are cut before they are kept', () => {
  const read = shownCertificate.parse({
    sha256: one,
    subject: 'x'.repeat(10_000),
    issuer: 'BMC',
    validFrom: '1970-01-01T00:00:00.000Z',
    validTo: '2038-01-01T00:00:00.000Z',
    selfSigned: true,
    keyBits: null,
    tlsVersion: 'TLSv1.2',
  });
  expect(read.subject).toHaveLength(300);
});
