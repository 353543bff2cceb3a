import { expect, test } from 'vitest';
import { SolStatus } from '../../src/ipmi/payloads/sol.ts';
import {
  initialSolState,
  type SolEvent,
  type SolState,
  type SolStep,
  solPayloadSize,
  stepSol,
} from './sol-step.ts';

function packet(sequence: number, characters = '', rest: object = {}): SolEvent {
  return {
    kind: 'packet',
    hostOn: true,
    packet: {
      sequence,
      acknowledged: 0,
      accepted: 0,
      flags: 0,
      characters: Buffer.from(characters),
      ...rest,
    },
  };
}

const output = (text: string): SolEvent => ({ kind: 'output', characters: Buffer.from(text) });

/** Runs events in turn and returns every step. */
function runAll(...events: SolEvent[]): SolStep[] {
  let state: SolState = initialSolState;
  return events.map((event) => {
    const step = stepSol(state, event);
    state = step.state;
    return step;
  });
}

test('characters are delivered and acknowledged once, repeats are only acknowledged', () => {
  const [first, again] = runAll(packet(1, 'ab'), packet(1, 'ab'));
  expect(first?.deliver?.toString()).toBe('ab');
  expect(first?.send).toMatchObject([{ sequence: 0, acknowledged: 1, accepted: 2 }]);
  expect(again?.deliver).toBeUndefined();
  expect(again?.send).toEqual(first?.send);
});

test('one packet of ours waits for its acknowledgement before the next goes out', () => {
  const steps = runAll(output('one'), output('two'), packet(0, '', { acknowledged: 1, accepted: 3 }));
  expect(steps.map(({ send }) => send.map(({ characters }) => characters.toString()))).toEqual([
    ['one'],
    [],
    ['two'],
  ]);
});

test('what was not accepted goes again under a new number', () => {
  const steps = runAll(output('three'), packet(0, '', { acknowledged: 1, accepted: 2 }));
  expect(steps.at(-1)?.send).toMatchObject([{ sequence: 2, characters: Buffer.from('ree') }]);
});

test('an unacknowledged packet is repeated under its number and given up in the end', () => {
  const repeats = Array.from({ length: 7 }, (): SolEvent => ({ kind: 'retry' }));
  const steps = runAll(output('lost'), output('next'), ...repeats, { kind: 'retry' });
  expect(steps.slice(2, 9).every(({ send }) => send[0]?.sequence === 1)).toBe(true);
  expect(steps.at(-1)?.send).toMatchObject([{ sequence: 2, characters: Buffer.from('next') }]);
});

test('sequence numbers go from 15 to 1 and never to 0', () => {
  const numbers: number[] = [];
  let state = initialSolState;
  for (let turn = 0; turn < 17; turn += 1) {
    const sent = stepSol(state, output('x'));
    const sequence = sent.send[0]?.sequence ?? -1;
    numbers.push(sequence);
    state = stepSol(sent.state, packet(0, '', { acknowledged: sequence, accepted: 1 })).state;
  }
  expect(numbers).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 1, 2]);
});

test('long output is cut into packets that the console takes', () => {
  const [step] = runAll(output('y'.repeat(solPayloadSize + 1)));
  expect(step?.send[0]?.characters).toHaveLength(solPayloadSize);
});

test('a host that is off takes nothing and says so', () => {
  const step = stepSol(initialSolState, { ...packet(1, 'a'), hostOn: false } as SolEvent);
  expect(step.deliver).toBeUndefined();
  expect(step.send[0]?.flags).toBe(SolStatus.nack | SolStatus.transferUnavailable);
});
