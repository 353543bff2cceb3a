import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { brokerEnvironmentFile, brokerSettings } from './broker-settings.ts';

/** The broker's own list of its variables: the portal may not import it, so it is read as text. */
const brokerEnvironment = readFileSync(
  path.resolve(import.meta.dirname, '../../../../broker/src/env.ts'),
  'utf8',
);
const names = brokerSettings('fra1', 'https://portal.example').map(({ name }) => name);

test('every variable that the broker does not start without is named', () => {
  const needed = [...brokerEnvironment.matchAll(/^ {2}([A-Z_]+): z\.string\(\)\.min\(1\),$/gm)];
  expect(needed.length).toBeGreaterThan(3);
  expect(names).toEqual(expect.arrayContaining(needed.map(([, name]) => name)));
});

test.each(names)('%s is a variable that the broker reads', (name) => {
  expect(brokerEnvironment).toMatch(new RegExp(`^ {2}${name}:`, 'm'));
});

test('the file reads back as the variables, with the slug and the address of this portal', () => {
  expect(parseEnv(brokerEnvironmentFile('vie-2', 'https://portal.example'))).toMatchObject({
    POSTERN_SITE: 'vie-2',
    POSTERN_BROKER_NAME: 'vie-2-1',
    POSTERN_ALLOWED_ORIGINS: 'https://portal.example',
  });
});
