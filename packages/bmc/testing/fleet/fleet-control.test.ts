import { afterEach, beforeEach, expect, test } from 'vitest';
import { obeyControlLine } from './fleet-control.ts';
import { type Fleet, startFleet } from './start-fleet.ts';

let fleet: Fleet;

beforeEach(async () => {
  const users = [{ slot: 2, name: 'admin', password: 'top-secret', privilege: 'administrator' }] as const;
  const bmc = { host: '127.0.0.1', port: 0 };
  fleet = await startFleet([{ name: 'web-07', bmc, users, habit: 'openbmc', initialPower: 'on' }]);
});

afterEach(() => fleet.close());

test('an order changes faults of the named server and reports it without its passwords', () => {
  const order = { server: 'web-07', faults: { hang: true }, wire: { loss: 0.5 }, rebootMs: 10 };
  const report = obeyControlLine(fleet, JSON.stringify(order));
  expect(report).toMatchObject({
    server: 'web-07',
    power: { on: true },
    users: [{ slot: 2, name: 'admin', enabled: true }],
    effects: { reboots: 1 },
  });
  expect(JSON.stringify(report)).not.toContain('top-secret');
  expect(fleet.servers[0]?.bmc.faults).toMatchObject({ hang: true, wire: { loss: 0.5 } });
});

test.each(['', 'nonsense', '{}', '{"server":"db-02"}', 'null'])(
  'an order that is none changes nothing: %s',
  (line) => {
    expect(obeyControlLine(fleet, line)).toHaveProperty('error');
  },
);
