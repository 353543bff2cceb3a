import type { Clock, Timer } from '../../src/clock.ts';
import type { WireFaults } from '../faults.ts';

/** Longest wait of a datagram that is to be overtaken when no other one follows. */
const OVERTAKE_MS = 30;

export interface FaultyWireOptions<Packet> {
  readonly faults: WireFaults;
  readonly clock: Clock;
  /** 0 up to, not including, 1. */
  readonly random: () => number;
  readonly deliver: (packet: Packet) => void;
}

/** One direction of a bad cable. Returns the end that packets are put in. */
export function createFaultyWire<Packet>(options: FaultyWireOptions<Packet>): (packet: Packet) => void {
  const { faults, clock, random, deliver } = options;
  let held: { packet: Packet; timer: Timer } | undefined;

  function send(packet: Packet): void {
    if (random() < faults.reordering && held === undefined) {
      hold(packet);
      return;
    }
    carry(packet);
    if (random() < faults.duplication) carry(packet);
    release();
  }

  function hold(packet: Packet): void {
    held = { packet, timer: clock.after(OVERTAKE_MS, release) };
  }

  function release(): void {
    if (held === undefined) return;
    const { packet, timer } = held;
    held = undefined;
    timer.cancel();
    carry(packet);
  }

  function carry(packet: Packet): void {
    if (faults.delayMs === 0) deliver(packet);
    else clock.after(faults.delayMs, () => deliver(packet));
  }

  return (packet) => {
    if (random() >= faults.loss) send(packet);
  };
}

/** The same bytes with one bit turned over. */
export function garble(bytes: Buffer, random: () => number): Buffer {
  const copy = Buffer.from(bytes);
  const bit = Math.floor(random() * copy.length * 8);
  const at = bit >> 3;
  copy[at] = (copy[at] ?? 0) ^ (1 << (bit & 7));
  return copy;
}

/** A repeatable source of chance (mulberry32): the same seed gives the same run. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
