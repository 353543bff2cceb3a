import { z } from 'zod';
import { sealOffer } from '../../auth/second-factor-offer.ts';
import { newTotpSecret, totpAddress } from '../../auth/totp.ts';
import { signedIn } from '../../trpc/procedure.ts';

/** A new secret to put into an app. A question and no change: nothing is stored before `confirm`. */
export const offerSecondFactor = signedIn
  .output(z.object({ secret: z.string(), address: z.string(), offer: z.string() }))
  .query(async ({ ctx: { portal, viewer } }) => {
    const secret = newTotpSecret();
    const offer = await sealOffer({ userId: viewer.userId, totpSecret: secret }, portal.sessionSecret);
    return { secret, address: totpAddress(secret, viewer.email), offer };
  });
