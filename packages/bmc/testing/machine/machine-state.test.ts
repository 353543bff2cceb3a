import { describe, expect, test } from 'vitest';
import type { BootDeviceName } from '../server/boot-options.ts';
import type { NamedKey } from './keys.ts';
import { keysFromSerial } from './keys.ts';
import {
  deadlineOf,
  type MachineEvent,
  type MachineState,
  POST_MS,
  runningState,
  stepMachine,
} from './machine-state.ts';

const host = 'web-07';
const key = (kind: NamedKey): MachineEvent => ({ kind: 'key', from: 'screen', key: { kind } as never });

function started(device: BootDeviceName): MachineState {
  return stepMachine({ phase: 'off' }, { kind: 'start', device }, host, 0).state;
}

/** The state when the machine has been left alone until its next deadline. */
function leftAlone(state: MachineState): MachineState {
  const deadlineMs = deadlineOf(state);
  if (deadlineMs === undefined) throw new Error('it would wait for ever');
  return stepMachine(state, { kind: 'tick' }, host, deadlineMs).state;
}

describe('where a start leads', () => {
  const places: [BootDeviceName, object][] = [
    ['none', { phase: 'boot-menu' }],
    ['disk', { phase: 'boot-menu' }],
    ['pxe', { phase: 'network-boot' }],
    ['bios-setup', { phase: 'setup' }],
    ['cd', { phase: 'loading', entry: 'rescue' }],
  ];
  test.each(places)('%s', (device, place) => {
    expect(leftAlone(started(device))).toMatchObject(place);
  });
});

test('nothing moves before its time', () => {
  const state = started('disk');
  expect(stepMachine(state, { kind: 'tick' }, host, POST_MS - 1).state).toBe(state);
});

test('the menu follows the arrows, stops counting, and starts what is highlighted', () => {
  const menu = leftAlone(started('disk'));
  const second = stepMachine(menu, key('down'), host, 0).state;
  expect(second).toMatchObject({ row: 1, counting: false });
  expect(deadlineOf(second)).toBeUndefined();
  expect(stepMachine(second, key('up'), host, 0).state).toMatchObject({ row: 0 });
  const loading = stepMachine(second, key('enter'), host, 0).state;
  expect(loading).toMatchObject({ phase: 'loading', entry: 'rescue' });
  expect(leftAlone(loading)).toMatchObject({ phase: 'prompt', entry: 'rescue' });
});

test('a network boot that finds nobody ends in the menu', () => {
  expect(leftAlone(leftAlone(started('pxe')))).toMatchObject({ phase: 'boot-menu' });
});

test('what is typed on the screen stays off the serial line, and the other way round', () => {
  const typed: MachineEvent = { kind: 'key', from: 'screen', key: { kind: 'character', character: 'a' } };
  const onScreen = stepMachine(runningState(host, 0), typed, host, 0);
  expect(onScreen).toMatchObject({ state: { screen: { input: 'a' }, serial: { input: '' } } });
  expect(onScreen.serial).toBeUndefined();
  expect(stepMachine(onScreen.state, { ...typed, from: 'serial' }, host, 0).serial).toBe('a');
});

test('Ctrl-Alt-Delete asks for a restart wherever the machine is, but not when it is off', () => {
  expect(stepMachine(started('disk'), key('ctrl-alt-delete'), host, 0).request).toBe('restart');
  expect(stepMachine({ phase: 'off' }, key('ctrl-alt-delete'), host, 0).request).toBeUndefined();
});

test('serial escape sequences are keys', () => {
  expect(keysFromSerial('a\u001b[B\r\u001b')).toEqual([
    { kind: 'character', character: 'a' },
    { kind: 'down' },
    { kind: 'enter' },
    { kind: 'escape' },
  ]);
});
