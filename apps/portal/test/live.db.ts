import { revokeWebSessions } from '@postern/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { handleTrpcRequest } from '../src/server/trpc/handle-request.ts';
import { openTestPortal, type TestPortal, testOrigin } from './open-test-portal.ts';
import { makeTarget, makeWorld, type World } from './world.ts';

let t: TestPortal;
let world: World;

beforeAll(async () => {
  t = await openTestPortal();
  world = await makeWorld(t);
});
afterAll(() => t.close());

/** Opens the stream as a browser does, and reads what comes until `until` is in it. */
async function openStream(cookie: string) {
  const stop = new AbortController();
  const request = new Request(`${testOrigin}/api/trpc/live.changes`, {
    headers: { cookie },
    signal: stop.signal,
  });
  const response = await handleTrpcRequest(t.portal, request);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let heard = '';
  return {
    status: response.status,
    heard: () => heard,
    async readUntil(until: string) {
      while (!heard.includes(until)) {
        const part = await reader?.read();
        if (part === undefined || part.done) throw new Error(`the stream ended before ${until}: ${heard}`);
        heard += part.value;
      }
    },
    close: () => stop.abort(),
  };
}

test('a page hears of a change of its tenant’s server, and not of another tenant’s', async () => {
  const stream = await openStream(await t.signIn(world.own.tenantId));
  await stream.readUntil('resync');
  const other = await makeTarget(t, world.other, true);
  const own = await makeTarget(t, world.own, true);
  await stream.readUntil(own.grantId);
  expect(stream.heard()).not.toContain(other.grantId);
  expect(stream.heard()).not.toContain(other.serverId);
  stream.close();
});

test('support hears of both', async () => {
  const stream = await openStream(await t.signIn(world.supportId));
  await stream.readUntil('pulse');
  const other = await makeTarget(t, world.other, true);
  await stream.readUntil(other.grantId);
  stream.close();
});

test('a stream ends when its viewer’s sign-in is revoked', async () => {
  const stream = await openStream(await t.signIn(world.own.tenantId));
  await stream.readUntil('pulse');
  await revokeWebSessions(t.owner.client, { userId: world.own.tenantId });
  await stream.readUntil('signed-out');
  stream.close();
});

test('nobody who is not signed in hears anything', async () => {
  const stream = await openStream('');
  await stream.readUntil('You are not signed in');
  expect(stream.heard()).not.toContain('pulse');
});
