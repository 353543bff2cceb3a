import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStage, type Stage, type TicketWish } from './console-stage.ts';
import { connectViewer, liveRfbViewer, offeredViewer } from './console-viewer.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

async function present(ticket: string) {
  const viewer = await connectViewer(stage);
  viewer.send(JSON.stringify({ ticket }));
  return { viewer, closed: await viewer.closed };
}

async function refusals(): Promise<unknown[]> {
  const rows = await stage.sql(
    `select details->>'cause' as cause from audit_event where type = 'console.refused' order by seq`,
  );
  return rows.map(({ cause }) => cause);
}

/** The last refusal's cause, after presenting a ticket that must be refused with `code`. */
async function refusedWith(code: number, ticket: string): Promise<unknown> {
  const { viewer, closed } = await present(ticket);
  expect(closed.code).toBe(code);
  expect(viewer.received).toEqual([]);
  return (await refusals()).at(-1);
}

test('a ticket opens a console once; the second use is refused and written down', async () => {
  const ticket = await stage.ticket();
  const viewer = await liveRfbViewer(stage, ticket);
  expect(await refusedWith(4004, ticket)).toBe('ticket-used');
  viewer.socket.close();
  await viewer.closed;
});

test('of a hundred uses at once exactly one gets the console', async () => {
  const ticket = await stage.ticket();
  const viewers = await Promise.all(Array.from({ length: 100 }, () => connectViewer(stage)));
  for (const viewer of viewers) viewer.send(JSON.stringify({ ticket }));
  const outcomes = await Promise.all(
    viewers.map((viewer) =>
      Promise.race([
        viewer
          .until((received) => received.length > 0)
          .then(
            () => 'opened',
            () => 'refused',
          ),
        viewer.closed.then(({ code }) => (code === 4004 ? 'refused' : `closed ${code}`)),
      ]),
    ),
  );
  expect(outcomes.filter((outcome) => outcome === 'opened')).toHaveLength(1);
  expect(outcomes.filter((outcome) => outcome === 'refused')).toHaveLength(99);
  for (const viewer of viewers) viewer.socket.terminate();
});

test('a ticket that is 31 seconds old is refused', async () => {
  const ticket = await stage.ticket();
  await stage.sql(`update console_ticket set issued_at = now() - interval '31 seconds',
    expires_at = now() - interval '1 second' where used_at is null`);
  expect(await refusedWith(4004, ticket)).toBe('ticket-late');
});

test('a ticket for another broker is refused and stays usable there', async () => {
  const ticket = await stage.ticket({ brokerId: stage.ids.otherBroker });
  expect(await refusedWith(4004, ticket)).toBe('ticket-other-broker');
  const [row] = await stage.sql(
    `select used_at from console_ticket where broker_id = '${stage.ids.otherBroker}'`,
  );
  expect(row).toEqual({ used_at: null });
});

test('a text that was never a ticket is refused and leaves no audit line to flood', async () => {
  const before = await refusals();
  const { closed } = await present('A'.repeat(43));
  expect(closed).toEqual({ code: 4004, reason: 'This console link was used already or is too old.' });
  expect(await refusals()).toEqual(before);
});

/** Presents a ticket while something behind it is broken, and mends it after. */
async function whileBroken(wish: TicketWish, breakIt: string, mendIt: string) {
  const ticket = await stage.ticket(wish);
  await stage.sql(breakIt);
  const { closed } = await present(ticket);
  await stage.sql(mendIt);
  return { code: closed.code, cause: (await refusals()).at(-1) };
}

test('a viewer who signed out since is refused', async () => {
  const session = `where id = '${stage.ids.tenantSession}'`;
  expect(
    await whileBroken(
      {},
      `update web_session set revoked_at = now() ${session}`,
      `update web_session set revoked_at = null ${session}`,
    ),
  ).toEqual({ code: 4015, cause: 'signed-out' });
});

test('a ticket does not work with the sign-in of somebody else', async () => {
  expect(await refusedWith(4015, await stage.ticket({ webSessionId: stage.ids.staffSession }))).toBe(
    'signed-out',
  );
});

test('a disabled user is refused', async () => {
  const user = `where id = '${stage.ids.tenant}'`;
  expect(
    await whileBroken(
      {},
      `update app_user set disabled_at = now() ${user}`,
      `update app_user set disabled_at = null ${user}`,
    ),
  ).toEqual({ code: 4015, cause: 'user-disabled' });
});

test('a suspended tenant is refused', async () => {
  const organisation = `where id = '${stage.ids.organisation}'`;
  expect(
    await whileBroken(
      {},
      `update organisation set suspended_at = now() ${organisation}`,
      `update organisation set suspended_at = null ${organisation}`,
    ),
  ).toEqual({ code: 4003, cause: 'organisation-suspended' });
});

test('a server that changed hands shows nothing to its former tenant', async () => {
  const server = `where id = '${stage.ids.server}'`;
  expect(
    await whileBroken(
      {},
      `update server set organisation_id = '${stage.ids.otherOrganisation}' ${server}`,
      `update server set organisation_id = '${stage.ids.organisation}' ${server}`,
    ),
  ).toEqual({ code: 4003, cause: 'not-authorised' });
});

test('a grant of one server opens no other', async () => {
  const other = randomUUID();
  await stage.sql(`insert into server (id, site_id, organisation_id, name, rack)
    values ('${other}', '${stage.ids.site}', '${stage.ids.organisation}', 'beta', 'r1')`);
  expect(await refusedWith(4003, await stage.ticket({ serverId: other }))).toBe('grant-of-another-server');
});

test('a tenant without a grant is refused, staff with a reason are let in', async () => {
  expect(await refusedWith(4003, await stage.ticket({ grantId: null }))).toBe('no-grant');
  const { staff: userId, staffSession: webSessionId } = stage.ids;
  const viewer = await offeredViewer(stage, await stage.ticket({ grantId: null, userId, webSessionId }));
  expect(JSON.parse(String(viewer.received[0]))).toEqual({
    type: 'opened',
    engine: 'rfb',
    readOnly: false,
    serverName: 'alpha',
  });
  viewer.socket.terminate();
});

test('no ticket ever stands in the log', async () => {
  const ticket = await stage.ticket();
  const viewer = await liveRfbViewer(stage, ticket);
  viewer.socket.close();
  await viewer.closed;
  await present(ticket);
  expect(stage.logLines.length).toBeGreaterThan(0);
  expect(stage.logLines.join('')).not.toContain(ticket);
});

test('a hello that is not what it should be ends the connection before the database is asked', async () => {
  const hellos = [
    '',
    '{',
    '[]',
    '{"ticket":1}',
    '{"ticket":"short"}',
    JSON.stringify({ ticket: 'x'.repeat(101) }),
  ];
  for (const hello of hellos) {
    const viewer = await connectViewer(stage);
    viewer.send(hello);
    expect((await viewer.closed).code, hello).toBe(4010);
  }
  const viewer = await connectViewer(stage);
  viewer.send(Buffer.from(JSON.stringify({ ticket: await stage.ticket() })));
  expect((await viewer.closed).code).toBe(4010);
});
