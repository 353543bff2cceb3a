import { describe, expect, test } from 'vitest';
import { type LiveNews, procedureNamesToldBy } from './procedures-told-by.ts';

const key = (path: string, input?: object) => [path.split('.'), { input, type: 'query' }];
const change = (subject: 'power' | 'grant' | 'action' | 'broker', serverId: string | null): LiveNews => ({
  kind: 'change',
  subject,
  id: 'a1',
  serverId,
});

describe('a power change of one server', () => {
  const told = procedureNamesToldBy([change('power', 's1')]);
  test('makes that server and the lists be asked again', () => {
    expect(told(key('servers.get', { serverId: 's1' }))).toBe(true);
    expect(told(key('servers.list', { limit: 50 }))).toBe(true);
  });
  test('leaves other servers and its activity alone', () => {
    expect(told(key('servers.get', { serverId: 's2' }))).toBe(false);
    expect(told(key('activity.list', { serverId: 's1' }))).toBe(false);
  });
});

test('an action is followed by its own id', () => {
  const told = procedureNamesToldBy([change('action', 's1')]);
  expect(told(key('actions.get', { actionId: 'a1' }))).toBe(true);
  expect(told(key('actions.get', { actionId: 'a2' }))).toBe(false);
});

test('a broker concerns every server of its site', () => {
  const told = procedureNamesToldBy([change('broker', null)]);
  expect(told(key('servers.get', { serverId: 's2' }))).toBe(true);
});

test('after a break everything is asked again', () => {
  expect(procedureNamesToldBy([{ kind: 'resync' }])(key('people.list'))).toBe(true);
});

test('a pulse asks nothing', () => {
  expect(procedureNamesToldBy([{ kind: 'pulse' }])(key('servers.list'))).toBe(false);
});
