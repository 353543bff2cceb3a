import { describe, expect, test } from 'vitest';
import { generateSealingKeys, publicKeyOf, SealError, seal, sealingKeyId, unseal } from './sealed-box.ts';

const keys = generateSealingKeys();
const secret = Buffer.from('Ab3-xY7_kQ9mZr2');

describe('a sealed value', () => {
  test('opens with the private key and the same context', () => {
    const box = seal(secret, keys.publicKeyPem, 'bmc-login:1');
    expect(unseal(box, keys.privateKeyPem, 'bmc-login:1').toString()).toBe(secret.toString());
  });

  test('does not open in another row', () => {
    const box = seal(secret, keys.publicKeyPem, 'bmc-login:1');
    expect(() => unseal(box, keys.privateKeyPem, 'bmc-login:2')).toThrow(/belongs to another row/);
  });

  test('does not open with another key, and says which key it needs', () => {
    const box = seal(secret, keys.publicKeyPem, 'c');
    const other = generateSealingKeys();
    expect(() => unseal(box, other.privateKeyPem, 'c')).toThrow(sealingKeyId(keys.publicKeyPem));
  });

  test('differs each time, so that equal passwords do not show', () => {
    expect(seal(secret, keys.publicKeyPem, 'c')).not.toBe(seal(secret, keys.publicKeyPem, 'c'));
  });

  test('does not open when any one of its characters is changed', () => {
    const box = seal(secret, keys.publicKeyPem, 'c');
    for (let index = 0; index < box.length; index += 1) {
      const changed = `${box.slice(0, index)}${box[index] === 'A' ? 'B' : 'A'}${box.slice(index + 1)}`;
      // The last character of a base64url part may carry unused bits: then the bytes are the same.
      if (sameBytes(box, changed)) continue;
      expect(() => unseal(changed, keys.privateKeyPem, 'c'), `character ${index}`).toThrow(SealError);
    }
  });

  test('never holds the secret in readable form', () => {
    const box = seal(secret, keys.publicKeyPem, 'c');
    expect(box).not.toContain(secret.toString());
    expect(box).not.toContain(secret.toString('base64url'));
  });

  test('the public key follows from the private one', () => {
    expect(publicKeyOf(keys.privateKeyPem)).toBe(keys.publicKeyPem);
  });
});

function sameBytes(left: string, right: string): boolean {
  const bytes = (text: string) =>
    text.split('.').map((part, index) => (index < 2 ? part : Buffer.from(part, 'base64url').toString('hex')));
  return bytes(left).join() === bytes(right).join();
}
