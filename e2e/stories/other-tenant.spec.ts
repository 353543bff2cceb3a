/** What a tenant finds out about another tenant's server: nothing, not even that it exists. */
import { randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import { callProcedure, queryProcedure } from './call-procedure.ts';
import { anna, test } from './stage.ts';

const click = randomUUID();
const duration = { durationSeconds: 3600 };

const calls = [
  ['grants.request', duration],
  ['power.operate', { operation: 'reset', idempotencyKey: click }],
  ['boot.write', { device: 'cd', persistent: false, firmware: 'legacy', idempotencyKey: click }],
  ['console.issueTicket', { kind: 'screen' }],
] as const;

test('the page of another tenant’s server is the page of a server that does not exist', async ({ stage }) => {
  const visitor = await stage.visit(anna);
  const { page } = visitor;
  const texts: string[] = [];
  for (const serverId of [await stage.serverId('db-02'), randomUUID()]) {
    for (const below of ['', '/activity', '/console']) {
      const answer = await page.goto(`/servers/${serverId}${below}`);
      expect(answer?.status(), below).toBe(404);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      texts.push((await page.locator('body').innerText()).trim());
    }
  }
  expect(new Set(texts.slice(0, 2))).toEqual(new Set(texts.slice(3, 5)));
  expect(texts.join('')).not.toContain('db-02');
  visitor.expectComplaint(/404 \(Not Found\)/);
  await visitor.leave();
});

test('the API answers alike for another tenant’s server and for none, and does nothing', async ({
  stage,
}) => {
  const visitor = await stage.visit(anna);
  const { page } = visitor;
  const [theirs, none] = [await stage.serverId('db-02'), randomUUID()];
  const grants = 'select id from access_grant where server_id = $1';
  const before = await stage.ask(grants, [theirs]);
  const outside = stage.server('db-02').machine.requests().length;
  for (const [procedure, input] of calls) {
    const answers = [];
    for (const serverId of [theirs, none]) {
      const { status, body } = await callProcedure(page, procedure, { serverId, ...input });
      answers.push({ status, body: withoutReference(body) });
    }
    expect(answers[0], procedure).toEqual(answers[1]);
    expect(answers[0]?.status, procedure).toBe(404);
  }
  for (const procedure of ['servers.get', 'activity.list', 'actions.list']) {
    const { status, body } = await queryProcedure(page, procedure, { serverId: theirs });
    expect(status, procedure).toBe(404);
    expect(body).not.toContain('db-02');
  }
  expect(stage.server('db-02').machine.requests()).toHaveLength(outside);
  expect(await stage.ask(grants, [theirs])).toHaveLength(before.length);
  await visitor.leave();
});

test('without a sign-in every page leads to the sign-in, and the API refuses', async ({ stage }) => {
  const visitor = await stage.stranger();
  const { page } = visitor;
  const serverId = await stage.serverId('web-07');
  for (const path of ['/servers', `/servers/${serverId}`, '/support', '/admin', '/admin/audit']) {
    await page.goto(path);
    await expect(page).toHaveURL(/\/sign-in/);
  }
  expect((await queryProcedure(page, 'servers.get', { serverId })).status).toBe(401);
  await visitor.leave();
});

/** Each answer carries a number of its own, for support. */
function withoutReference(body: string): string {
  return body.replaceAll(/"reference":"[^"]*"/g, '"reference":""');
}
