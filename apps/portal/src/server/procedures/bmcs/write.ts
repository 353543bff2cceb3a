import { bmcProtocols, readFingerprint } from '@postern/domain';
import { z } from 'zod';
import { bmcHost, tcpOrUdpPort } from '../../shapes/address.ts';
import { line } from '../../shapes/words.ts';
import { orRefuse } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';
import { writeBmcSettings } from '../../use-cases/write-bmc.ts';

const usualRedfishPort = 443;

const bytes = (text: string) => Buffer.byteLength(text, 'utf8');

/** Passwords that do not fit are refused: a BMC that clips one holds another than was typed. */
const login = z.object({
  username: line(16)
    .min(1, 'The user name is needed.')
    .refine((text) => bytes(text) <= 16, 'A BMC user name has 16 bytes at most.'),
  password: z
    .string()
    .min(1, 'The password is needed.')
    .refine((text) => bytes(text) <= 20, 'A BMC password has 20 bytes at most.'),
});

/** In any form that people paste fingerprints in. */
const fingerprint = z
  .string()
  .max(200)
  .transform((text, context) => {
    const sha256 = readFingerprint(text);
    if (sha256 !== null) return sha256;
    context.addIssue({ code: 'custom', message: 'A SHA-256 fingerprint has 64 hexadecimal digits.' });
    return z.NEVER;
  });

/** Sets up or changes a server's BMC. Secrets that are left out stay as they are; they can never be read back. */
export const writeBmc = permitted('bmc:write')
  .input(
    z.object({
      serverId: z.uuid(),
      protocol: z.enum(bmcProtocols).default('ipmi'),
      host: bmcHost,
      /** IPMI. */
      port: tcpOrUdpPort.default(623),
      /** Null: not known to speak Redfish. */
      redfishPort: tcpOrUdpPort.nullish(),
      /** Absent: the pinned one stays, unless the address changes. */
      certificatePin: fingerprint.optional(),
      /** Empty: 3 up to the last one. */
      allowedSlots: z.array(z.int().min(2).max(63)).max(62).default([]),
      screenProtocol: z.enum(['none', 'vnc']).default('none'),
      screenHost: bmcHost.nullish(),
      screenPort: tcpOrUdpPort.nullish(),
      serialOverLan: z.boolean().default(false),
      login: login.optional(),
      screenPassword: z
        .string()
        .min(1)
        .refine((text) => bytes(text) <= 8, 'A VNC password has 8 bytes at most.')
        .optional(),
    }),
  )
  .output(z.object({ bmcId: z.uuid() }))
  .mutation(async ({ ctx, input }) => {
    const { screenHost, screenPort, allowedSlots, redfishPort, ...settings } = input;
    const hasScreen = input.screenProtocol !== 'none';
    return orRefuse(
      await writeBmcSettings(ctx, {
        ...settings,
        redfishPort: redfishPort ?? (input.protocol === 'redfish' ? usualRedfishPort : null),
        allowedSlots: [...new Set(allowedSlots)].sort((a, b) => a - b),
        screenHost: hasScreen ? (screenHost ?? null) : null,
        screenPort: hasScreen ? (screenPort ?? null) : null,
      }),
    );
  });
