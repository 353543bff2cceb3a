import { expect, test } from 'vitest';
import { createManualClock } from '../clock.ts';
import type { WireFaults } from '../faults.ts';
import { createFaultyWire, garble, seededRandom } from './faulty-wire.ts';

const none: WireFaults = { loss: 0, duplication: 0, reordering: 0, garbling: 0, delayMs: 0 };

/** Sends 0 to count - 1 and returns what arrived, in order. */
function arrivals(faults: Partial<WireFaults>, count: number, seed = 1): number[] {
  const clock = createManualClock();
  const arrived: number[] = [];
  const send = createFaultyWire<number>({
    faults: { ...none, ...faults },
    clock,
    random: seededRandom(seed),
    deliver: (packet) => arrived.push(packet),
  });
  for (let packet = 0; packet < count; packet += 1) send(packet);
  clock.advance(1_000);
  return arrived;
}

test('a good wire carries everything once and in order', () => {
  expect(arrivals({}, 5)).toEqual([0, 1, 2, 3, 4]);
});

test('loss, duplication and reordering do what they are called', () => {
  const lossy = arrivals({ loss: 0.3 }, 1_000).length;
  expect(lossy).toBeGreaterThan(600);
  expect(lossy).toBeLessThan(800);
  expect(arrivals({ loss: 1 }, 10)).toEqual([]);
  expect(arrivals({ duplication: 1 }, 2)).toEqual([0, 0, 1, 1]);
  const shuffled = arrivals({ reordering: 1 }, 4);
  expect(shuffled).not.toEqual([0, 1, 2, 3]);
  expect(shuffled.toSorted()).toEqual([0, 1, 2, 3]);
});

test('a packet that nothing overtakes arrives all the same', () => {
  expect(arrivals({ reordering: 1 }, 1)).toEqual([0]);
});

test('the same seed loses the same packets, another seed others', () => {
  expect(arrivals({ loss: 0.5 }, 50, 7)).toEqual(arrivals({ loss: 0.5 }, 50, 7));
  expect(arrivals({ loss: 0.5 }, 50, 7)).not.toEqual(arrivals({ loss: 0.5 }, 50, 8));
});

test('garbling turns over exactly one bit', () => {
  const random = seededRandom(1);
  const bytes = Buffer.alloc(20, 0x5a);
  for (let turn = 0; turn < 50; turn += 1) {
    const different = garble(bytes, random).map((byte, index) => byte ^ (bytes[index] ?? 0));
    expect([...different].reduce((bits, byte) => bits + byte.toString(2).replaceAll('0', '').length, 0)).toBe(
      1,
    );
  }
});
