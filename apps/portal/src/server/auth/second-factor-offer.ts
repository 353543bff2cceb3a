/**
 * A secret that was offered and not confirmed is nowhere but in the browser: encrypted and signed with the session secret,
 * for one person and ten minutes. So nothing is stored for those who look and leave, and nobody brings a secret of his own.
 */
import { decode, encode } from 'next-auth/jwt';
import { z } from 'zod';

const offerSeconds = 600;

/** Another key than the cookie's: neither opens as the other. */
const salt = 'second-factor-offer';
const claims = z.object({ userId: z.uuid(), totpSecret: z.string() });

export interface SecondFactorOffer {
  readonly userId: string;
  readonly totpSecret: string;
}

export function sealOffer(offer: SecondFactorOffer, secret: string): Promise<string> {
  return encode({ token: { ...offer }, secret, salt, maxAge: offerSeconds });
}

/** The offered secret; `null` where the offer is forged, too old, or somebody else's. */
export async function openOffer(token: string, userId: string, secret: string): Promise<string | null> {
  const opened = claims.safeParse(await decode({ token, secret, salt }).catch(() => null));
  return opened.success && opened.data.userId === userId ? opened.data.totpSecret : null;
}
