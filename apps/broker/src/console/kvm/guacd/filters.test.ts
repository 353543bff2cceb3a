import { expect, test } from 'vitest';
import { judgeEngineInstruction } from './engine-filter.ts';
import { encodeInstruction, type Instruction } from './instruction.ts';
import { judgeViewerInstruction } from './viewer-filter.ts';

function instruction(opcode: string, ...args: string[]): Instruction {
  return { opcode, args, raw: encodeInstruction(opcode, ...args) };
}

const acting = [
  instruction('key', '65307', '1'),
  instruction('mouse', '10', '20', '1'),
  instruction('touch', '0', '1', '1', '1', '1', '0', '1'),
  instruction('size', '800', '600'),
  instruction('blob', '1', 'aGk='),
  instruction('end', '1'),
];
const harmless = [
  instruction('sync', '123456'),
  instruction('ack', '1', 'OK', '0'),
  instruction('nop'),
  instruction('disconnect'),
];

test('what our viewers send passes', () => {
  for (const each of [...acting, ...harmless])
    expect(judgeViewerInstruction(each, { readOnly: false }), each.opcode).toBe('pass');
});

test('a view-only console drops what acts and keeps what only answers', () => {
  for (const each of acting)
    expect(judgeViewerInstruction(each, { readOnly: true }), each.opcode).toBe('drop');
  for (const each of harmless)
    expect(judgeViewerInstruction(each, { readOnly: true }), each.opcode).toBe('pass');
});

test.each(
  [
    'select',
    'connect',
    'argv',
    'get',
    'put',
    'file',
    'pipe',
    'audio',
    'usbconnect',
    'clipboard',
    'args',
  ].concat([
    'required',
    'ready',
    'error',
    '',
    'KEY',
    'key ',
    'constructor',
    'video',
    'image',
    'timezone',
    'name',
  ]),
)('opcode "%s" from a browser is misbehaviour, view-only or not', (opcode) => {
  expect(judgeViewerInstruction(instruction(opcode, '1', '1'), { readOnly: false })).toBe('misbehaved');
  expect(judgeViewerInstruction(instruction(opcode, '1', '1'), { readOnly: true })).toBe('misbehaved');
});

test.each([
  ['a key that is no number', instruction('key', 'a', '1')],
  ['a key with too little', instruction('key', '65307')],
  ['a mouse with too much', instruction('mouse', '1', '1', '1', '1')],
  ['a sync with words', instruction('sync', '1; drop')],
  ['a nop that carries something', instruction('nop', 'x')],
])('%s is misbehaviour', (_, each) => {
  expect(judgeViewerInstruction(each, { readOnly: false })).toBe('misbehaved');
});

test('a browser never sees guacd ask for a credential', () => {
  expect(judgeEngineInstruction(instruction('required', 'password'))).toEqual({
    do: 'close',
    reason: 'target-login-refused',
  });
});

test('ids, names, files and clipboards of the engine stay with the broker', () => {
  for (const opcode of [
    'ready',
    'args',
    'name',
    'log',
    'msg',
    'clipboard',
    'file',
    'pipe',
    'filesystem',
    'argv',
    'nest',
  ])
    expect(judgeEngineInstruction(instruction(opcode, '$260d01da')), opcode).toEqual({ do: 'drop' });
});

test('guacd’s errors become our reasons', () => {
  const reasonOf = (status: string) => {
    const verdict = judgeEngineInstruction(instruction('error', 'Aborted. See logs.', status));
    return verdict.do === 'close' ? verdict.reason : verdict.do;
  };
  expect(reasonOf('515')).toBe('target-closed');
  expect(reasonOf('519')).toBe('target-unreachable');
  expect(reasonOf('769')).toBe('target-login-refused');
  expect(reasonOf('776')).toBe('viewer-stalled');
  expect(reasonOf('nonsense')).toBe('engine-unavailable');
  expect(judgeEngineInstruction(instruction('disconnect'))).toEqual({ do: 'close', reason: 'target-closed' });
});
