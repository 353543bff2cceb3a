import { expect, test } from 'vitest';
import { actionName, actionProgress } from './action-text.ts';
import { forcedOperations, gentleOperations, powerWords } from './power-words.ts';

test('every operation that interrupts names the server in its consequence', () => {
  for (const operation of [...gentleOperations, ...forcedOperations]) {
    if (operation === 'on') continue;
    expect(powerWords[operation].consequence?.('web-07')).toContain('web-07');
  }
});

test('a boot action says the device and how long it holds', () => {
  expect(actionName({ kind: 'boot', device: 'pxe', persistent: false, firmware: 'uefi' })).toBe(
    'Next boot: Network (PXE), once',
  );
  expect(actionName({ kind: 'boot', device: 'none', persistent: false, firmware: 'uefi' })).toBe(
    'Clear next boot',
  );
});

test('a lost answer is never called a failure', () => {
  expect(actionProgress({ state: 'unknown', sentAt: new Date() })).toBe('sent, but no answer came');
});

test('a running action says whether the command has left', () => {
  expect(actionProgress({ state: 'running', sentAt: null })).not.toBe(
    actionProgress({ state: 'running', sentAt: new Date() }),
  );
});
