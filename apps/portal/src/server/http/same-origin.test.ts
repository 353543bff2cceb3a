import { describe, expect, test } from 'vitest';
import { refuseForeignRequest } from './same-origin.ts';

const own = 'https://portal.example';

function post(headers: Record<string, string>): number | undefined {
  const sent = { origin: own, 'content-type': 'application/json', 'content-length': '2', ...headers };
  return refuseForeignRequest(new Request(`${own}/api/trpc/x`, { method: 'POST', headers: sent }), own)
    ?.status;
}

describe('a request that may change something', () => {
  test('is taken with our own Origin and JSON', () => {
    expect(post({})).toBeUndefined();
    expect(
      post({ 'content-type': 'application/json; charset=utf-8', 'sec-fetch-site': 'same-origin' }),
    ).toBeUndefined();
  });

  test.each([
    'https://evil.test',
    'null',
    '',
    'http://portal.example',
    'https://portal.example:444',
    'https://portal.example.evil.test',
    'https://PORTAL.example',
    'https://portal.example/',
    'https://portal.example, https://evil.test',
  ])('is refused with Origin %j', (origin) => {
    expect(post({ origin })).toBe(403);
  });

  test('is refused without any Origin', () => {
    const request = new Request(own, { method: 'POST', headers: { 'content-type': 'application/json' } });
    expect(refuseForeignRequest(request, own)?.status).toBe(403);
  });

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
  ])('is refused as %s, which a form of another site can send', (contentType) => {
    expect(post({ 'content-type': contentType })).toBe(415);
  });

  test('is refused when a browser says that another site asked', () => {
    expect(post({ 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(post({ 'sec-fetch-site': 'same-site' })).toBe(403);
  });

  test('is refused when it is large or does not say how large', () => {
    expect(post({ 'content-length': '262145' })).toBe(413);
    expect(post({ 'content-length': '1e9' })).toBe(411);
  });
});

test('a read is taken without an Origin, but not for another site', () => {
  expect(refuseForeignRequest(new Request(own), own)).toBeNull();
  const crossSite = new Request(own, { headers: { 'sec-fetch-site': 'cross-site' } });
  expect(refuseForeignRequest(crossSite, own)?.status).toBe(403);
});
