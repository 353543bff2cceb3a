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
