import { expect, test } from 'vitest';
import { EnvironmentError, readEnvironment } from './env.ts';

const complete = {
  DATABASE_URL: 'postgres://127.0.0.1/postern',
  POSTERN_SITE: 'fra1',
  POSTERN_BROKER_NAME: 'broker-1',
  POSTERN_SITE_KEY_FILE: '/keys/site.key',
  POSTERN_PORTAL_PUBLIC_KEY_FILE: '/keys/portal.pub',
};

test('all problems of an environment are reported together', () => {
  const read = () => readEnvironment({ ...complete, POSTERN_SITE: undefined, POSTERN_OPS_PORT: 'many' });
  expect(read).toThrow(EnvironmentError);
  expect(read).toThrow(/POSTERN_SITE: (.|\n)*POSTERN_OPS_PORT: /);
});

test('a problem never repeats the value it is about', () => {
  expect(() => readEnvironment({ ...complete, POSTERN_GUACD: 'secret-looking' })).not.toThrow(
    /secret-looking/,
  );
});

test('an empty guacd address means the direct engine', () => {
  expect(readEnvironment({ ...complete, POSTERN_GUACD: '' }).POSTERN_GUACD).toBeUndefined();
  expect(readEnvironment({ ...complete, POSTERN_GUACD: '127.0.0.1:4823' }).POSTERN_GUACD).toEqual({
    host: '127.0.0.1',
    port: 4823,
  });
});

test('allowed origins are a comma list without blanks', () => {
  const origins = readEnvironment({ ...complete, POSTERN_ALLOWED_ORIGINS: 'http://a:1, http://b:2,' });
  expect(origins.POSTERN_ALLOWED_ORIGINS).toEqual(['http://a:1', 'http://b:2']);
});

test('relays have addresses to listen on and a range of ports, and a name is no address', () => {
  const read = (variables: Record<string, string>) => readEnvironment({ ...complete, ...variables });
  expect(read({})).toMatchObject({
    POSTERN_RELAY_HOST: ['127.0.0.1'],
    POSTERN_RELAY_PORTS: { first: 30_623, last: 30_722 },
  });
  expect(read({ POSTERN_RELAY_HOST: '0.0.0.0, ::' }).POSTERN_RELAY_HOST).toEqual(['0.0.0.0', '::']);
  for (const wrong of ['30722-30623', '0-9', '600-70000', '623'])
    expect(() => read({ POSTERN_RELAY_PORTS: wrong })).toThrow(/POSTERN_RELAY_PORTS/);
  expect(() => read({ POSTERN_RELAY_HOST: 'relay.example' })).toThrow(/POSTERN_RELAY_HOST/);
});
