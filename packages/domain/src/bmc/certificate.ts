import { z } from 'zod';

/** What is read from a BMC is somebody else's text: bounded here, escaped where it is shown. */
const foreignText = z.string().transform((text) => text.slice(0, 300));

/** A certificate as a BMC showed it, for a person to compare. Nothing was trusted because of it. */
export const shownCertificate = z.object({
  /** SHA-256 of the certificate (DER), 64 hexadecimal digits. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  subject: foreignText,
  issuer: foreignText,
  validFrom: z.iso.datetime(),
  validTo: z.iso.datetime(),
  selfSigned: z.boolean(),
  /** Null when it cannot be told. */
  keyBits: z.int().nullable(),
  /** e.g. `TLSv1.3` */
  tlsVersion: foreignText,
});
export type ShownCertificate = z.infer<typeof shownCertificate>;

/** `seen`: shown once and pinned by nobody. `changed`: another one than the pinned one, so no login is sent. */
export type CertificateState = 'unseen' | 'seen' | 'pinned' | 'changed';

export function certificateState(pin: string | null, seen: string | null): CertificateState {
  if (pin === null) return seen === null ? 'unseen' : 'seen';
  return seen === null || seen === pin ? 'pinned' : 'changed';
}

/** Any form that people write fingerprints in, as 64 lower-case digits; `null` when it is none. */
export function readFingerprint(text: string): string | null {
  const digits = text.replaceAll(/[:\s]/g, '').toLowerCase();
  return /^[0-9a-f]{64}$/.test(digits) ? digits : null;
}

/** As tools and BMC pages print it: pairs of capitals with colons. */
export function fingerprintText(sha256: string): string {
  return (sha256.match(/../g) ?? []).join(':').toUpperCase();
}
