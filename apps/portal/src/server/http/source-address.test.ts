import { describe, expect, test } from 'vitest';
import { readSourceAddress, stampSourceAddress, trustedProxies } from './source-address.ts';

type Sent = Record<string, string | string[] | undefined>;

function seenBehind(proxies: readonly string[], peer: string | undefined, headers: Sent): string | undefined {
  stampSourceAddress(headers, peer, trustedProxies(proxies));
  return readSourceAddress({ get: (name) => [headers[name] ?? null].flat()[0] ?? null });
}

describe('the source address', () => {
  test('is the socket’s, whatever a browser says of itself', () => {
    const headers: Sent = {
      'x-forwarded-for': '6.6.6.6',
      'x-postern-source-address': '7.7.7.7',
      'x-real-ip': '8.8.8.8',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'evil.test',
    };
    expect(seenBehind([], '203.0.113.5', headers)).toBe('203.0.113.5');
    expect(Object.keys(headers)).toEqual(['x-postern-source-address']);
  });

  test('is what a trusted proxy says it is', () => {
    expect(seenBehind(['10.0.0.0/8'], '10.1.2.3', { 'x-forwarded-for': '203.0.113.5' })).toBe('203.0.113.5');
  });

  test('is the last hop that is no proxy of ours, not the first one that somebody wrote', () => {
    const list = { 'x-forwarded-for': '1.1.1.1, 203.0.113.5, 10.9.9.9' };
    expect(seenBehind(['10.0.0.0/8'], '10.1.2.3', list)).toBe('203.0.113.5');
  });

  test('is the proxy’s own where the list makes no sense', () => {
    expect(seenBehind(['10.0.0.0/8'], '10.1.2.3', { 'x-forwarded-for': '1.1.1.1, <script>' })).toBe(
      '10.1.2.3',
    );
    expect(seenBehind(['10.0.0.0/8'], '10.1.2.3', {})).toBe('10.1.2.3');
  });

  test('of a dual-stack socket is the plain IPv4 address', () => {
    expect(seenBehind([], '::ffff:203.0.113.5', {})).toBe('203.0.113.5');
    expect(seenBehind(['10.0.0.0/8'], '::ffff:10.1.2.3', { 'x-forwarded-for': '2001:db8::1' })).toBe(
      '2001:db8::1',
    );
  });

  test('is unknown where no socket stamped it', () => {
    expect(readSourceAddress({ get: () => null })).toBeUndefined();
    expect(readSourceAddress({ get: () => 'nonsense' })).toBeUndefined();
    expect(seenBehind([], undefined, {})).toBeUndefined();
  });
});

test('a proxy that is no address stops the start', () => {
  expect(() => trustedProxies(['ingress.local'])).toThrow(/POSTERN_TRUSTED_PROXIES/);
});
