import { expect, test } from 'vitest';
import { commandChoices, serverSearchOf } from './command-choices.ts';

const server = (name: string, unavailableReason: string | null) => ({
  id: name,
  name,
  rack: 'A1',
  site: { name: 'Nuremberg' },
  console: { unavailableReason },
});
const places = [{ href: '/servers', label: 'Servers' }];

test('a server whose console opens is offered with it, another one without', () => {
  const keys = commandChoices('', [server('web', null), server('db', 'no access')], []).map(({ key }) => key);
  expect(keys).toEqual(['/servers/web', '/servers/web/console', '/servers/db']);
});

test('"console web" searches for web and offers consoles only', () => {
  expect(serverSearchOf('console web')).toBe('web');
  expect(serverSearchOf('Console of web')).toBe('web');
  expect(serverSearchOf('consolidate')).toBe('consolidate');
  const keys = commandChoices('console', [server('web', null), server('db', 'no')], places).map(
    ({ key }) => key,
  );
  expect(keys).toEqual(['/servers/web/console']);
});

test('pages are found by a part of their name', () => {
  expect(commandChoices('serv', [], places)).toHaveLength(1);
  expect(commandChoices('audit', [], places)).toHaveLength(0);
});
