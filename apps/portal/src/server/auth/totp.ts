/** Codes by time (RFC 6238) as every authenticator app makes them: SHA-1, six digits, 30 seconds. */
import { Secret, TOTP } from 'otpauth';

const shape = { algorithm: 'SHA1', digits: 6, period: 30 } as const;

/** One step to either side: clocks of phones differ, and typing takes a while. */
const window = 1;

/** A new secret: 160 random bits as base32, as people type it into an app. */
export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** Six digits however they were spaced; `null`: this is no code of an app. */
export function appCode(typed: string): string | null {
  const bare = typed.replaceAll(/\s/g, '');
  return /^[0-9]{6}$/.test(bare) ? bare : null;
}

/** The step (of 30 seconds, from 1970) that a code is of, if it is right about now. `null`: it is not. */
export function stepOfCode(secret: string, typed: string, now: Date): number | null {
  // The library throws on signs that are longer in bytes than digits.
  const token = appCode(typed);
  if (token === null) return null;
  const totp = new TOTP({ ...shape, secret: Secret.fromBase32(secret) });
  const timestamp = now.getTime();
  const away = totp.validate({ token, timestamp, window });
  return away === null ? null : totp.counter({ timestamp }) + away;
}

/** What the QR code says. `account` tells people in their app whose it is. */
export function totpAddress(secret: string, account: string): string {
  return new TOTP({
    ...shape,
    issuer: 'Postern',
    label: account,
    secret: Secret.fromBase32(secret),
  }).toString();
}
