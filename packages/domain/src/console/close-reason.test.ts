import { expect, test } from 'vitest';
import { closeReasonOfCode, consoleCloseReasons } from './close-reason.ts';

test('each close code stands for one reason, and its sentence fits a WebSocket close frame', () => {
  const codes = Object.values(consoleCloseReasons).map((reason) => reason.code);
  expect(new Set(codes).size).toBe(codes.length);
  for (const [name, reason] of Object.entries(consoleCloseReasons)) {
    expect(closeReasonOfCode(reason.code)).toBe(name);
    expect(Buffer.byteLength(reason.sentence)).toBeLessThanOrEqual(123);
  }
});

test('a code that is not ours is nobody’s reason', () => {
  expect(closeReasonOfCode(1006)).toBeUndefined();
});
