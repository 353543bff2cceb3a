/**
 * The end of the audit chain, signed by a broker and kept outside of the database. Whoever owns the database can compute
 * a whole new chain; he cannot make it end in the heads that left it before.
 */
import { createPrivateKey, createPublicKey, hkdfSync, sign, verify } from 'node:crypto';
import { z } from 'zod';

export interface AuditHead {
  readonly chain: string;
  /** Number of the last row, as decimal text. */
  readonly seq: string;
  /** Hash of the last row, 64 hexadecimal digits. */
  readonly hash: string;
}

/** One line of a file of heads, or of a log. */
export const signedHead = z.object({
  chain: z.string().min(1).max(100),
  seq: z.string().regex(/^\d{1,19}$/),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  /** ISO 8601, by the database's clock. */
  signedAt: z.string().max(40),
  /** Ed25519, base64url. */
  signature: z.string().max(100),
});
export type SignedHead = z.infer<typeof signedHead>;

export interface HeadSigner {
  readonly publicKeyPem: string;
  sign(head: AuditHead, signedAt: Date): SignedHead;
}

/** RFC 8410: what stands before the 32 bytes of an Ed25519 private key in PKCS #8. */
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The signing key of a site follows from the private key that its brokers hold anyway, and tells nothing of it. */
export function createHeadSigner(sitePrivateKeyPem: string): HeadSigner {
  const siteKey = Buffer.from(
    createPrivateKey(sitePrivateKeyPem).export({ format: 'jwk' }).d ?? '',
    'base64url',
  );
  const seed = Buffer.from(hkdfSync('sha256', siteKey, '', 'postern audit heads v1', 32));
  const der = Buffer.concat([pkcs8Prefix, seed]);
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  for (const secret of [siteKey, seed, der]) secret.fill(0);
  return {
    publicKeyPem: createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString(),
    sign(head, signedAt) {
      const unsigned = { ...head, signedAt: signedAt.toISOString() };
      return { ...unsigned, signature: sign(null, signedText(unsigned), key).toString('base64url') };
    },
  };
}

export function isSignedBy(head: SignedHead, publicKeyPem: string): boolean {
  return verify(
    null,
    signedText(head),
    createPublicKey(publicKeyPem),
    Buffer.from(head.signature, 'base64url'),
  );
}

function signedText({ chain, seq, hash, signedAt }: Omit<SignedHead, 'signature'>): Buffer {
  return Buffer.from(JSON.stringify(['postern audit head v1', chain, seq, hash, signedAt]));
}
