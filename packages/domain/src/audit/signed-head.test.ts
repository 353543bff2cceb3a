import { expect, test } from 'vitest';
import { generateSealingKeys } from '../sealing/sealed-box.ts';
import { createHeadSigner, isSignedBy, signedHead } from './signed-head.ts';

const keys = generateSealingKeys();
const signer = createHeadSigner(keys.privateKeyPem);
const head = { chain: 'main', seq: '4711', hash: 'ab'.repeat(32) };
const signed = signer.sign(head, new Date('2026-11-25T16:00:00Z'));

test('a head is known as signed by its site, and survives being written down', () => {
  const read = signedHead.parse(JSON.parse(JSON.stringify(signed)));
  expect(isSignedBy(read, signer.publicKeyPem)).toBe(true);
});

test.each([
  ['chain', { chain: 'other' }],
  ['number', { seq: '4710' }],
  ['hash', { hash: 'cd'.repeat(32) }],
  ['instant', { signedAt: '2026-11-25T16:00:01.000Z' }],
])('another %s is not what was signed', (_what, change) => {
  expect(isSignedBy({ ...signed, ...change }, signer.publicKeyPem)).toBe(false);
});

test('every broker of a site signs with the same key, another site with another', () => {
  expect(createHeadSigner(keys.privateKeyPem).publicKeyPem).toBe(signer.publicKeyPem);
  const other = createHeadSigner(generateSealingKeys().privateKeyPem);
  expect(isSignedBy(signed, other.publicKeyPem)).toBe(false);
});
