import { isIP } from 'node:net';
import { z } from 'zod';

const hostname = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i;

/**
 * A BMC's address: an IP address in its ordinary form or a host name. `127.1`, `0x7f.1` and `2130706433` are names to us
 * and addresses to resolvers, so a last label of digits (or hexadecimal digits after 0x) is refused.
 */
export function isBmcHost(text: string): boolean {
  if (isIP(text) !== 0) return !text.includes('%');
  const last = text.split('.').at(-1) ?? '';
  return hostname.test(text) && !/^(\d+|0x[0-9a-f]*)$/i.test(last);
}

export const bmcHost = z
  .string()
  .trim()
  .min(1, 'The address is needed.')
  .refine(isBmcHost, 'An IP address or a host name, without a port.');

export const tcpOrUdpPort = z.int().min(1).max(65535);

export const ipAddress = z
  .string()
  .trim()
  .refine((text) => isIP(text) !== 0, 'An IPv4 or IPv6 address.');

/** Addresses that somebody's tools connect from, one of each family at most. */
export interface SourceAddresses {
  readonly ipv4: string | null;
  readonly ipv6: string | null;
}

/** An IPv4 address in IPv6's clothes counts as what it is. Anything else than an address is none. */
export function sourcesOf(texts: readonly (string | undefined)[]): SourceAddresses {
  const plain = texts.map((text) => text?.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '') ?? '');
  const ofFamily = (family: 4 | 6) =>
    plain.find((text) => isIP(text) === family && !text.includes('%')) ?? null;
  return { ipv4: ofFamily(4), ipv6: ofFamily(6) };
}

/** As a person types it: an IPv4 address, an IPv6 address, or one of each with a comma between. */
export const sourceAddressList = z
  .string()
  .trim()
  .max(200)
  .transform((text) => text.split(/[\s,;]+/).filter((part) => part !== ''))
  .refine((parts) => parts.length > 0 && parts.every((part) => isIP(part) !== 0 && !part.includes('%')), {
    message: 'An IPv4 or IPv6 address, or one of each.',
  })
  .refine((parts) => parts.length === Object.values(sourcesOf(parts)).filter((one) => one !== null).length, {
    message: 'One address of each kind at most.',
  })
  .transform(sourcesOf);
