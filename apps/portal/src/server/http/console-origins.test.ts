import { expect, test } from 'vitest';
import { createLogger } from '../log.ts';
import type { Portal } from '../portal.ts';
import { createConsoleOrigins } from './console-origins.ts';

function open(answer: () => Promise<{ consoleUrl: string }[]>) {
  const lines: string[] = [];
  let asked = 0;
  let now = 0;
  const ask = () => {
    asked += 1;
    return answer();
  };
  const portal = {
    db: { client: { $queryRaw: ask } },
    log: createLogger('warn', { write: (line: string) => void lines.push(line) }),
  } as unknown as Portal;
  const pass = (ms: number) => {
    now += ms;
  };
  const origins = createConsoleOrigins(portal, () => now);
  return { origins, lines, asked: () => asked, pass };
}

const gateway = { consoleUrl: 'wss://fra.example/console' };

test('many pages at once ask the database once in ten seconds', async () => {
  const door = open(async () => [gateway, gateway]);
  const seen = await Promise.all([door.origins(), door.origins(), door.origins()]);
  expect(seen).toEqual([['wss://fra.example'], ['wss://fra.example'], ['wss://fra.example']]);
  expect(door.asked()).toBe(1);
  door.pass(10_000);
  await door.origins();
  expect(door.asked()).toBe(2);
});

test('while the database is away the last known gateways go on, with one line in the log', async () => {
  let away = false;
  const door = open(async () => {
    if (away) throw new Error('gone');
    return [gateway];
  });
  await door.origins();
  away = true;
  for (let i = 0; i < 5; i += 1) {
    door.pass(10_000);
    expect(await door.origins()).toEqual(['wss://fra.example']);
  }
  expect(door.lines).toHaveLength(1);
  away = false;
  door.pass(1_000);
  await door.origins();
  away = true;
  door.pass(10_000);
  await door.origins();
  expect(door.lines).toHaveLength(2);
});
