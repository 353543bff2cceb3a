import { once } from 'node:events';
import { request } from 'node:http';
import { consoleSubprotocol } from '@postern/domain';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStage, portalOrigin, type Stage } from './console-stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** Status of an upgrade request; 101 when it is taken. */
async function upgrade(headers: Record<string, string | string[]>, path = '/console'): Promise<number> {
  const { port } = stage.gateway.address;
  const sent = request({
    port,
    path,
    headers: {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
      'sec-websocket-protocol': consoleSubprotocol,
      ...headers,
    },
  });
  sent.end();
  const answered = await Promise.race([
    once(sent, 'upgrade').then(([response, socket]) => {
      socket.destroy();
      return response.statusCode;
    }),
    once(sent, 'response').then(([response]) => response.statusCode),
  ]);
  return Number(answered);
}

test('a page of the portal is let in', async () => {
  expect(await upgrade({ origin: portalOrigin })).toBe(101);
});

test('a request without Origin is refused: no browser sends it', async () => {
  expect(await upgrade({})).toBe(403);
});

test.each([
  'null',
  '',
  '*',
  'http://evil.test',
  'https://portal.test:3000',
  'http://portal.test',
  'http://portal.test:3001',
  'http://portal.test:30000',
  'http://portal.test:3000/',
  'http://portal.test:3000/console',
  'http://portal.test:3000.evil.test',
  'http://portal.test:3000@evil.test',
  'http://evil.test/?http://portal.test:3000',
  'http://evil.test#http://portal.test:3000',
  'http://sub.portal.test:3000',
  'http://xportal.test:3000',
  'http://portal.test.:3000',
  'HTTP://portal.test:3000',
  'http://PORTAL.test:3000',
  'http://Portal.Test:3000',
  'ws://portal.test:3000',
  'file://',
  'portal.test:3000',
  '//portal.test:3000',
  'http://portal.test:03000',
  'http://portal%2etest:3000',
  'http://portal.test:3000, http://evil.test',
  'http://evil.test http://portal.test:3000',
  'chrome-extension://abcdefghijklmnop',
])('origin "%s" is refused before the upgrade', async (origin) => {
  expect(await upgrade({ origin })).toBe(403);
});

test('an allowed Referer or Host makes no foreign origin welcome', async () => {
  expect(
    await upgrade({ origin: 'http://evil.test', referer: `${portalOrigin}/`, host: 'portal.test:3000' }),
  ).toBe(403);
});

test('another path, another subprotocol and a plain request get nothing', async () => {
  expect(await upgrade({ origin: portalOrigin }, '/')).toBe(404);
  expect(await upgrade({ origin: portalOrigin }, '/console?ticket=x')).toBe(404);
  expect(await upgrade({ origin: portalOrigin, 'sec-websocket-protocol': 'guacamole' })).toBe(400);
  const plain = await fetch(`http://127.0.0.1:${stage.gateway.address.port}/console`);
  expect(plain.status).toBe(426);
});

test('a refused connection touches neither database nor screen', async () => {
  await upgrade({ origin: 'http://evil.test' });
  expect(await stage.sql('select count(*)::int as n from audit_event')).toEqual([{ n: 0 }]);
  expect(stage.screen.viewers).toBe(0);
});
