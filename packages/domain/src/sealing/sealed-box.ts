/**
 * Seals a secret to somebody's public key so that the sealer cannot open it again: X25519 with an ephemeral
 * key, HKDF-SHA-256, AES-256-GCM. The context (what the secret belongs to) is authenticated with it, so a
 * sealed value moved to another row does not open.
 *
 * Text form: `box1.<key id>.<ephemeral key>.<nonce>.<ciphertext and tag>`, each part base64url.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';

const version = 'box1';
const tagBytes = 16;

/** A sealed value failed to open. Says which key it needs, nothing of what it holds. */
export class SealError extends Error {
  override readonly name = 'SealError';
  readonly code: 'malformed' | 'wrong-key' | 'tampered-or-moved';
  constructor(code: SealError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** Makes a key pair as PEM texts. The private one belongs in a file that only its process can read. */
export function generateSealingKeys(): { readonly publicKeyPem: string; readonly privateKeyPem: string } {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  return {
    publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

export function publicKeyOf(privateKeyPem: string): string {
  return createPublicKey(createPrivateKey(privateKeyPem)).export({ type: 'spki', format: 'pem' }).toString();
}

/** Sixteen hexadecimal digits that name a public key. */
export function sealingKeyId(publicKeyPem: string): string {
  const der = createPublicKey(publicKeyPem).export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest('hex').slice(0, 16);
}

/** `context` names the row that the secret belongs to, e.g. `bmc-login:<bmc id>`. */
export function seal(plaintext: Uint8Array, publicKeyPem: string, context: string): string {
  const recipient = createPublicKey(publicKeyPem);
  const ephemeral = generateKeyPairSync('x25519');
  const ephemeralRaw = rawPublicKey(ephemeral.publicKey);
  const keyId = sealingKeyId(publicKeyPem);
  const key = deriveKey(
    diffieHellman({ privateKey: ephemeral.privateKey, publicKey: recipient }),
    ephemeralRaw,
    keyId,
  );
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(
    Buffer.from(`${version}|${keyId}|${context}`),
  );
  const sealed = Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
  return [version, keyId, ...[ephemeralRaw, nonce, sealed].map((part) => part.toString('base64url'))].join(
    '.',
  );
}

/** Opens a sealed value. The caller zeroes the returned bytes when it is done with them. */
export function unseal(text: string, privateKeyPem: string, context: string): Buffer {
  const [tag, keyId, ephemeralText, nonceText, sealedText, ...rest] = text.split('.');
  if (tag !== version || !keyId || !ephemeralText || !nonceText || !sealedText || rest.length > 0) {
    throw new SealError('malformed', 'the sealed value is not in a form this version knows');
  }
  const ownKeyId = sealingKeyId(publicKeyOf(privateKeyPem));
  if (keyId !== ownKeyId) {
    throw new SealError('wrong-key', `the value is sealed to key ${keyId}, this process holds ${ownKeyId}`);
  }
  const ephemeralRaw = Buffer.from(ephemeralText, 'base64url');
  const sealed = Buffer.from(sealedText, 'base64url');
  try {
    const shared = diffieHellman({
      privateKey: createPrivateKey(privateKeyPem),
      publicKey: publicKeyFromRaw(ephemeralRaw),
    });
    const decipher = createDecipheriv(
      'aes-256-gcm',
      deriveKey(shared, ephemeralRaw, keyId),
      Buffer.from(nonceText, 'base64url'),
    )
      .setAAD(Buffer.from(`${version}|${keyId}|${context}`))
      .setAuthTag(sealed.subarray(sealed.length - tagBytes));
    return Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - tagBytes)), decipher.final()]);
  } catch {
    // The library's own message could tell an attacker which check failed; the code is enough for people.
    throw new SealError('tampered-or-moved', 'the sealed value was changed, or belongs to another row');
  }
}

function deriveKey(shared: Buffer, ephemeralRaw: Buffer, keyId: string): Buffer {
  return Buffer.from(hkdfSync('sha256', shared, ephemeralRaw, `postern ${version} ${keyId}`, 32));
}

function rawPublicKey(key: KeyObject): Buffer {
  return Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url');
}

function publicKeyFromRaw(raw: Buffer): KeyObject {
  return createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: raw.toString('base64url') }, format: 'jwk' });
}
