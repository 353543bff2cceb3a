import { describe, expect, test } from 'vitest';
import { SolOperation, type SolPacket, SolStatus } from '../payloads/sol.ts';
import { type SolState, type SolStep, startSol, stepSol } from './sol-engine.ts';

describe('console to BMC', () => {
  test('one packet is on its way, the rest waits for its acknowledgement', () => {
    const first = write(startSol(4), 'abcdefgh');
    expect(first.send).toEqual([packet({ sequence: 1, characters: 'abcd' })]);
    expect(first.timer).toBe('start');
    const second = receive(first.state, { acknowledged: 1, accepted: 4 });
    expect(second.send).toEqual([packet({ sequence: 2, characters: 'efgh' })]);
    const third = receive(second.state, { acknowledged: 2, accepted: 4 });
    expect(third.send).toEqual([]);
    expect(third.timer).toBe('stop');
  });

  test('a repeat keeps its number; after enough of them the next packet goes', () => {
    let step = write(startSol(1), 'xy');
    for (let repeat = 0; repeat < 4; repeat++) {
      step = stepSol(step.state, { type: 'timeout' });
      expect(step.send).toEqual([packet({ sequence: 1, characters: 'x' })]);
    }
    step = stepSol(step.state, { type: 'timeout' });
    expect(step).toMatchObject({ timer: 'start', end: undefined });
    expect(step.send).toEqual([packet({ sequence: 2, characters: 'y' })]);
  });

  test('a stream opens with an empty packet, and what is typed follows it', () => {
    const opened = stepSol(startSol(10), { type: 'open' });
    expect(opened.send).toEqual([packet({ sequence: 1 })]);
    const typed = write(opened.state, 'x');
    expect(typed.send).toEqual([]);
    expect(receive(typed.state, { acknowledged: 1 }).send).toEqual([
      packet({ sequence: 2, characters: 'x' }),
    ]);
  });

  test('a break goes after what was typed before it, and a repeat is the same break', () => {
    const typed = write(startSol(10), 'abc');
    const pressed = stepSol(typed.state, { type: 'break' });
    expect(pressed.send).toEqual([]);
    const sent = receive(pressed.state, { acknowledged: 1, accepted: 3 });
    const breakPacket = packet({ sequence: 2, flags: SolOperation.break });
    expect(sent.send).toEqual([breakPacket]);
    expect(stepSol(sent.state, { type: 'timeout' }).send).toEqual([breakPacket]);
    expect(receive(sent.state, { acknowledged: 2 }).send).toEqual([]);
  });

  test('what the BMC did not take goes out again under a new number', () => {
    const first = write(startSol(10), 'abcdef');
    const second = receive(first.state, { acknowledged: 1, accepted: 2 });
    expect(second.send).toEqual([packet({ sequence: 2, characters: 'cdef' })]);
  });

  test('a BMC that says "not now" is asked again and not given up', () => {
    let step = write(startSol(10), 'x');
    for (let round = 0; round < 50; round++) {
      step = stepSol(step.state, { type: 'timeout' });
      expect(step.send).toEqual([packet({ sequence: 1, characters: 'x' })]);
      step = receive(step.state, { acknowledged: 1, accepted: 0, flags: SolStatus.nack });
    }
  });

  test('an acknowledgement of another packet changes nothing', () => {
    const first = write(startSol(10), 'x');
    const second = receive(first.state, { acknowledged: 9, accepted: 1 });
    expect(second.state.outstanding).toEqual(first.state.outstanding);
    expect(second.timer).toBe('keep');
  });

  test('numbers run from 1 to 15 and never 0', () => {
    let state = startSol(1);
    const numbers: number[] = [];
    for (let index = 0; index < 17; index++) {
      const sent = write(state, 'x');
      const sequence = sent.send[0]?.sequence ?? 0;
      numbers.push(sequence);
      state = receive(sent.state, { acknowledged: sequence, accepted: 1 }).state;
    }
    expect(numbers).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 1, 2]);
  });
});

describe('BMC to console', () => {
  test('characters are delivered and acknowledged', () => {
    const step = receive(startSol(10), { sequence: 1, characters: 'hello' });
    expect(step.deliver.toString()).toBe('hello');
    expect(step.send).toEqual([packet({ acknowledged: 1, accepted: 5 })]);
  });

  test('a repeat is acknowledged again and shown once, what it adds is shown', () => {
    const first = receive(startSol(10), { sequence: 1, characters: 'hel' });
    const same = receive(first.state, { sequence: 1, characters: 'hel' });
    expect(same.deliver.toString()).toBe('');
    expect(same.send).toEqual([packet({ acknowledged: 1, accepted: 3 })]);
    const grown = receive(same.state, { sequence: 1, characters: 'hello' });
    expect(grown.deliver.toString()).toBe('lo');
    expect(grown.send).toEqual([packet({ acknowledged: 1, accepted: 5 })]);
  });

  test('a bare acknowledgement is not acknowledged', () => {
    expect(receive(startSol(10), { acknowledged: 3, accepted: 1 }).send).toEqual([]);
  });

  test('a full reader is shown by silence, and what is repeated later is delivered', () => {
    const hello = packet({ sequence: 1, characters: 'hello' });
    const full = stepSol(startSol(10), { type: 'packet', packet: hello, room: false });
    expect(full).toMatchObject({ send: [], state: { lastReceived: 0 } });
    expect(full.deliver.toString()).toBe('');
    const later = stepSol(full.state, { type: 'packet', packet: hello, room: true });
    expect(later.deliver.toString()).toBe('hello');
    expect(later.send).toEqual([packet({ acknowledged: 1, accepted: 5 })]);
  });

  test('a full reader still learns what the BMC took', () => {
    const sent = write(startSol(10), 'x');
    const both = packet({ sequence: 1, acknowledged: 1, accepted: 1, characters: 'hello' });
    const step = stepSol(sent.state, { type: 'packet', packet: both, room: false });
    expect(step.state.outstanding).toBeUndefined();
  });

  test('the deactivating flag ends the stream after its last characters', () => {
    const step = receive(startSol(10), { sequence: 2, flags: SolStatus.deactivating, characters: 'bye' });
    expect(step).toMatchObject({ end: 'deactivated', timer: 'stop' });
    expect(step.deliver.toString()).toBe('bye');
  });
});

interface PacketWords {
  readonly sequence?: number;
  readonly acknowledged?: number;
  readonly accepted?: number;
  readonly flags?: number;
  readonly characters?: string;
}

function packet(words: PacketWords): SolPacket {
  return {
    sequence: words.sequence ?? 0,
    acknowledged: words.acknowledged ?? 0,
    accepted: words.accepted ?? 0,
    flags: words.flags ?? 0,
    characters: Buffer.from(words.characters ?? ''),
  };
}

function write(state: SolState, text: string): SolStep {
  return stepSol(state, { type: 'write', characters: Buffer.from(text) });
}

function receive(state: SolState, words: PacketWords): SolStep {
  return stepSol(state, { type: 'packet', packet: packet(words), room: true });
}
