import { expect, test } from 'vitest';
import { createLogger, loggableError } from './log.ts';

test('a field that nobody allowed stays out of the log', () => {
  const lines: string[] = [];
  const log = createLogger('info', { write: (line: string) => void lines.push(line) });
  log.info({ userId: 'u1', password: 'hunter2', cookie: 'abc' }, 'hello');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ userId: 'u1', msg: 'hello' });
  expect(lines[0]).not.toMatch(/hunter2|abc/);
});

test('what a database client quotes in its message is not logged', () => {
  const error = Object.assign(new Error('value "hunter2" is too long'), {
    name: 'PrismaClientKnownRequestError',
    code: 'P2000',
  });
  expect(JSON.stringify(loggableError(error))).not.toContain('hunter2');
  expect(loggableError(error)).toMatchObject({ name: 'PrismaClientKnownRequestError', code: 'P2000' });
});
