import { expect, test } from 'vitest';
import { readScriptEnvironment } from './env.ts';

test('an empty environment gives the documented ports and no database of the person', () => {
  expect(readScriptEnvironment({ POSTERN_PORTAL_PORT: '', DATABASE_URL: '' })).toEqual({
    ports: {
      portal: 3000,
      gateway: 3001,
      ops: 3002,
      postgres: 25_432,
      guacd: 4823,
      labBase: 9100,
      relayBase: 9600,
    },
    databaseUrl: undefined,
  });
});

test('each port can be moved', () => {
  const { ports } = readScriptEnvironment({ POSTERN_PORTAL_PORT: '8080', POSTERN_LAB_PORT_BASE: '19100' });
  expect(ports).toMatchObject({ portal: 8080, labBase: 19_100, gateway: 3001 });
});

test('every wrong port is named at once', () => {
  const wrong = { POSTERN_PORTAL_PORT: 'http', POSTERN_OPS_PORT: '70000' };
  expect(() => readScriptEnvironment(wrong)).toThrow(/POSTERN_PORTAL_PORT(.|\n)*POSTERN_OPS_PORT/);
});

test.each(['postgres://postern:s3cret@:x/postern', 'mysql://postern:s3cret@db/postern', 's3cret'])(
  'a DATABASE_URL that leads to no Postgres is refused and not repeated',
  (url) => {
    const reading = () => readScriptEnvironment({ DATABASE_URL: url });
    expect(reading).toThrow(/^DATABASE_URL must be/);
    expect(reading).not.toThrow(/s3cret/);
  },
);
