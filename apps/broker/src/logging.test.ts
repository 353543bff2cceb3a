import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { createLogger, loggableError } from './logging.ts';

function capture() {
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  return { lines, log: createLogger('info', stream) };
}

test('a field that nobody allowed does not reach the log, not even through a child', () => {
  const { lines, log } = capture();
  log.child({ grantId: 'grant-1', password: 'hunter2' }).info({ slot: 9, sealed: 'hunter2' }, 'written');
  expect(lines.join('')).toContain('"grantId":"grant-1","slot":9');
  expect(lines.join('')).not.toContain('hunter2');
});

test('the message of a database error stays out, because it may quote values', () => {
  const error = Object.assign(new Error('Argument password: "hunter2"'), {
    name: 'PrismaClientValidationError',
  });
  expect(JSON.stringify(loggableError(error))).not.toContain('hunter2');
});
