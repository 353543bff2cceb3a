import { isIP, SocketAddress } from 'node:net';

/** Whom a relay serves: one address of each family at most. */
export interface SourceAddresses {
  readonly ipv4: string | null;
  readonly ipv6: string | null;
}

export interface SourceLock {
  /** `address`: as the kernel spells the sender of a datagram. */
  admits(address: string): boolean;
}

/** Without an address nobody is served. */
export function createSourceLock({ ipv4, ipv6 }: SourceAddresses): SourceLock {
  const admitted = new Set([ipv4, ipv6].filter((address) => address !== null).map(senderAddress));
  return { admits: (address) => admitted.has(senderAddress(address)) };
}

const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** One spelling for each address; an IPv4 sender that arrived at an IPv6 socket is the IPv4 sender that he is. */
export function senderAddress(text: string): string {
  if (isIP(text) !== 6) return text;
  const address = text.includes('%') ? text : new SocketAddress({ address: text, family: 'ipv6' }).address;
  return mapped.exec(address)?.[1] ?? address;
}
