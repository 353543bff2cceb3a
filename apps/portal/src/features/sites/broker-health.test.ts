import { describe, expect, test } from 'vitest';
import { type BrokerFacts, brokerTroubles, offsetText } from './broker-health.ts';

const now = Date.UTC(2026, 10, 21, 12);
const broker = (changes: Partial<BrokerFacts>): BrokerFacts => ({
  id: 'b1',
  name: 'broker-1',
  siteId: 's1',
  heartbeatAt: new Date(now - 3_000),
  clockOffsetMs: 4,
  alive: true,
  ...changes,
});

describe('the brokers of the sites', () => {
  test('are no trouble when each site has one that answers', () => {
    expect(brokerTroubles(['s1'], [broker({})], now)).toEqual([]);
  });

  test('are trouble where a site never had one', () => {
    expect(brokerTroubles(['s1', 's2'], [broker({})], now)).toEqual([
      { kind: 'site-without-broker', siteId: 's2', lastSeenAt: null },
    ]);
  });

  test('name the site and the last sign of life when the only broker is gone, not the broker as well', () => {
    const heartbeatAt = new Date(now - 90_000);
    expect(brokerTroubles(['s1'], [broker({ alive: false, heartbeatAt })], now)).toEqual([
      { kind: 'site-without-broker', siteId: 's1', lastSeenAt: heartbeatAt },
    ]);
  });

  test('name a dead broker beside a living one for a day, then it counts as replaced', () => {
    const dead = (hours: number) =>
      broker({ id: 'b2', alive: false, heartbeatAt: new Date(now - hours * 3_600_000) });
    expect(brokerTroubles(['s1'], [broker({}), dead(1)], now)).toMatchObject([{ kind: 'broker-missed' }]);
    expect(brokerTroubles(['s1'], [broker({}), dead(25)], now)).toEqual([]);
  });

  test('name a clock that is off in either direction, of brokers that live', () => {
    const ahead = broker({ clockOffsetMs: 2_500 });
    const behind = broker({ clockOffsetMs: -2_500 });
    expect(brokerTroubles(['s1'], [ahead, behind], now).map(({ kind }) => kind)).toEqual([
      'clock-off',
      'clock-off',
    ]);
  });
});

test('a clock offset is said with its direction and a fitting unit', () => {
  expect([12, -99, 180, -180, 2_449].map(offsetText)).toEqual([
    'in step',
    'in step',
    '+180 ms',
    '−180 ms',
    '+2.4 s',
  ]);
});
