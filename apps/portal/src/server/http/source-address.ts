import { BlockList, isIP } from 'node:net';

/** Set by us on every request from the socket it came on (see `stampSourceAddress`); a browser's own is overwritten. */
const header = 'x-postern-source-address';

/** Where a request came from; absent where it did not come through our server's socket. */
export function readSourceAddress(headers: { get(name: string): string | null }): string | undefined {
  const address = headers.get(header) ?? '';
  return isIP(address) === 0 ? undefined : address;
}

/** Headers that say where a request came from and how; only a trusted proxy may. */
const forwardedHeaders = [
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-port',
  'forwarded',
  'x-real-ip',
];

type Headers = Record<string, string | string[] | undefined>;

/** Writes the true source address into a request's headers, before anybody reads them. */
export function stampSourceAddress(
  headers: Headers,
  peer: string | undefined,
  isTrustedProxy: (address: string) => boolean,
): void {
  const address = plainAddress(peer ?? '');
  if (isTrustedProxy(address)) {
    headers[header] = addressBehindProxies(headers['x-forwarded-for'], address, isTrustedProxy);
    return;
  }
  for (const name of forwardedHeaders) delete headers[name];
  headers[header] = address;
}

/** The last address in the list that is no proxy of ours: what stands before it, anybody may have written. */
function addressBehindProxies(
  list: string | string[] | undefined,
  proxy: string,
  isTrustedProxy: (address: string) => boolean,
): string {
  const hops = [list ?? []].flat().join(',').split(',');
  for (const hop of hops.reverse()) {
    const address = plainAddress(hop.trim());
    if (isIP(address) === 0) return proxy;
    if (!isTrustedProxy(address)) return address;
  }
  return proxy;
}

/** `::ffff:192.0.2.1` is how a dual-stack socket shows 192.0.2.1. */
function plainAddress(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  return mapped?.[1] ?? address;
}

/** @throws TypeError for an entry that is neither an address nor a network in CIDR form. */
export function trustedProxies(entries: readonly string[]): (address: string) => boolean {
  const trusted = new BlockList();
  for (const entry of entries) {
    const [address = '', prefix] = entry.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (isIP(address) === 0)
      throw new TypeError(`POSTERN_TRUSTED_PROXIES: ${entry} is no address or network`);
    if (prefix === undefined) trusted.addAddress(address, family);
    else trusted.addSubnet(address, Number(prefix), family);
  }
  return (address) => {
    const family = isIP(address);
    return family !== 0 && trusted.check(address, family === 6 ? 'ipv6' : 'ipv4');
  };
}
