import { expect, test } from 'vitest';
import { atStart, stepEscape } from './escape-keys.ts';

function press(text: string) {
  const { typed, actions } = stepEscape(atStart, Buffer.from(text));
  return { typed: typed.toString(), actions };
}

test.each([
  ['ls\r', 'ls\r', []],
  ['~.', '', ['leave']],
  ['ls\r~.after', 'ls\r', ['leave']],
  ['a~.', 'a~.', []],
  ['~B', '', ['break']],
  ['x\r~?y', 'x\ry', ['help']],
  ['~~.', '~.', []],
  ['~q', '~q', []],
])('%j types %j and asks for %j', (text, typed, actions) => {
  expect(press(text)).toEqual({ typed, actions });
});

test('keys that come one by one mean the same', () => {
  let state = atStart;
  const asked: string[] = [];
  for (const key of 'ls\r~.') {
    const step = stepEscape(state, Buffer.from(key));
    state = step.state;
    asked.push(...step.actions);
  }
  expect(asked).toEqual(['leave']);
});
