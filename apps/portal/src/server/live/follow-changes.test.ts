import { tenantScope } from '@postern/database';
import { expect, test } from 'vitest';
import { type FollowedNews, followChanges } from './follow-changes.ts';
import { createLiveHub } from './hub.ts';

const change = (id: string, organisationId: string | null) =>
  JSON.stringify({ subject: 'grant', id, serverId: 's', organisationId });

function open(
  organisationId: string | null,
  options: { pulseMs?: number; stillSignedIn?: () => boolean } = {},
) {
  let connections = 0;
  let say: { change(payload: string): void; everything(): void } | undefined;
  const hub = createLiveHub((receive) => {
    connections += 1;
    say = receive;
    return { close: async () => {} };
  });
  const stop = new AbortController();
  const role = organisationId === null ? 'support' : 'tenant';
  const stream = followChanges({
    hub,
    scope: tenantScope({ role, organisationId }),
    signal: stop.signal,
    pulseMs: options.pulseMs ?? 60_000,
    stillSignedIn: async () => options.stillSignedIn?.() ?? true,
  });
  const next = async (): Promise<FollowedNews | undefined> => (await stream.next()).value ?? undefined;
  return { hub, stream, next, stop, say: () => say, connections: () => connections };
}

test('a tenant hears of his own servers and of nobody else’s', async () => {
  const tenant = open('acme');
  expect(await tenant.next()).toEqual({ kind: 'pulse' });
  tenant.say()?.change(change('g1', 'other'));
  tenant.say()?.change(change('g2', null));
  tenant.say()?.change(change('g3', 'acme'));
  expect(await tenant.next()).toEqual({ kind: 'change', subject: 'grant', id: 'g3', serverId: 's' });
});

test('staff hear of every tenant’s', async () => {
  const staff = open(null);
  await staff.next();
  staff.say()?.change(change('g1', 'other'));
  expect(await staff.next()).toMatchObject({ id: 'g1' });
});

test('after a broken connection a page is told to read everything again', async () => {
  const page = open('acme');
  await page.next();
  page.say()?.everything();
  expect(await page.next()).toEqual({ kind: 'resync' });
});

test('a page that does not read costs no memory: it is told to read everything again', async () => {
  const page = open('acme');
  await page.next();
  for (let i = 0; i < 900; i += 1) page.say()?.change(change(`g${i}`, 'acme'));
  page.say()?.change(change('last', 'acme'));
  const heard = [];
  for (let news = await page.next(); ; news = await page.next()) {
    heard.push(news);
    if (news?.kind === 'change' && news.id === 'last') break;
  }
  expect(heard[0]).toEqual({ kind: 'resync' });
  expect(heard.length).toBeLessThan(300);
});

test('a notice that makes no sense is dropped', async () => {
  const page = open('acme');
  await page.next();
  for (const payload of ['', '{', '{"subject":"moon"}', 'null']) page.say()?.change(payload);
  page.say()?.change(change('g1', 'acme'));
  expect(await page.next()).toMatchObject({ id: 'g1' });
});

test('a revoked sign-in hears that it ended, and nothing after', async () => {
  let signedIn = true;
  const page = open('acme', { pulseMs: 1, stillSignedIn: () => signedIn });
  await page.next();
  signedIn = false;
  expect(await page.next()).toEqual({ kind: 'signed-out' });
  expect((await page.stream.next()).done).toBe(true);
});

test('a closed page is forgotten, and all pages share one connection', async () => {
  const page = open('acme');
  await page.next();
  page.hub.subscribe(() => {})();
  expect(page.connections()).toBe(1);
  const waiting = page.stream.next();
  page.stop.abort();
  expect((await waiting).done).toBe(true);
});

test('a process that stops ends its streams, and opens no more', async () => {
  const page = open('acme');
  await page.next();
  const waiting = page.stream.next();
  await page.hub.close();
  expect((await waiting).done).toBe(true);
  const heard: string[] = [];
  page.hub.subscribe(({ kind }) => heard.push(kind));
  expect(heard).toEqual(['closing']);
});
