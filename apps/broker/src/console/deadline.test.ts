import { expect, test } from 'vitest';
import { monotonicClock } from './clock.ts';
import { createDeadline } from './deadline.ts';
import { createFakeClock } from './testing/fake-clock.ts';

function armed(secondsLeft?: number) {
  const clock = createFakeClock();
  const cuts: number[] = [];
  const deadline = createDeadline({ clock, onDue: () => cuts.push(clock.now()) });
  deadline.move(secondsLeft, clock.now());
  return { clock, cuts, deadline };
}

test('the cut comes at the end of the grant, once', () => {
  const { clock, cuts } = armed(60);
  clock.advance(59_999);
  expect(cuts).toEqual([]);
  clock.advance(100_000);
  expect(cuts).toEqual([60_000]);
});

test('an extension moves the cut, and the old instant passes unharmed', () => {
  const { clock, cuts, deadline } = armed(60);
  clock.advance(50_000);
  expect(deadline.move(70, clock.now())).toBe(true);
  clock.advance(69_000);
  expect(cuts).toEqual([]);
  clock.advance(1000);
  expect(cuts).toEqual([120_000]);
});

test('a shortened grant is cut at its new end', () => {
  const { clock, cuts, deadline } = armed(60);
  deadline.move(5, clock.now());
  clock.advance(5000);
  expect(cuts).toEqual([5000]);
});

test('an answer that took long from the database never makes the end later', () => {
  const { clock, cuts, deadline } = armed(60);
  const askedAt = clock.now();
  clock.advance(4000);
  deadline.move(60, askedAt);
  clock.advance(60_000);
  expect(cuts).toEqual([60_000]);
});

test('an end that has passed already cuts at once', () => {
  const { clock, cuts } = armed(-3);
  clock.advance(0);
  expect(cuts).toEqual([0]);
});

test('a re-check that finds the same end within a second is not news to the viewer', () => {
  const { clock, deadline } = armed(60);
  clock.advance(15_000);
  expect(deadline.move(45.2, clock.now())).toBe(false);
  expect(deadline.secondsLeft()).toBeCloseTo(45.2);
});

test('a permanent grant has no cut', () => {
  const { clock, cuts, deadline } = armed(undefined);
  clock.advance(1e12);
  expect(cuts).toEqual([]);
  expect(deadline.secondsLeft()).toBeUndefined();
});

test('a cancelled deadline leaves no timer behind', () => {
  const { clock, deadline } = armed(60);
  deadline.cancel();
  expect(clock.armed()).toBe(0);
});

test('a wait longer than one Node timer can hold does not fire at once', async () => {
  let fired = false;
  const timer = monotonicClock.after(2 ** 31 + 5, () => {
    fired = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 5));
  timer.cancel();
  expect(fired).toBe(false);
});
