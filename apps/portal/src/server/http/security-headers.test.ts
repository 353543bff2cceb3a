import { describe, expect, test } from 'vitest';
import { consoleOriginOf, contentSecurityPolicy, securityHeaders } from './security-headers.ts';

const policy = contentSecurityPolicy({
  nonce: 'bm9uY2U=',
  consoleOrigins: ['wss://fra.example'],
  secure: true,
  development: false,
});
const directive = (name: string) => policy.split('; ').find((part) => part.startsWith(`${name} `));

describe('the content security policy', () => {
  test('runs only scripts that carry this answer’s nonce', () => {
    expect(directive('script-src')).toBe("script-src 'self' 'nonce-bm9uY2U=' 'strict-dynamic'");
  });

  test('lets pages talk to us and to our console gateways, and to nobody else', () => {
    expect(directive('connect-src')).toBe("connect-src 'self' wss://fra.example");
  });

  test('lets nobody frame us, and nothing load that is not named', () => {
    expect(directive('frame-ancestors')).toBe("frame-ancestors 'none'");
    expect(directive('default-src')).toBe("default-src 'none'");
  });
});

test('https is kept where it is used, and not promised where it is not', () => {
  expect(securityHeaders(true)).toHaveProperty('strict-transport-security');
  expect(securityHeaders(false)).not.toHaveProperty('strict-transport-security');
});

test('a broker’s address becomes an origin, or nothing at all', () => {
  expect(consoleOriginOf('wss://fra.example:8443/console?x=1')).toBe('wss://fra.example:8443');
  expect(consoleOriginOf("wss://a'; script-src *")).toBeNull();
  expect(consoleOriginOf('https://fra.example')).toBeNull();
});
