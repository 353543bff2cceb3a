import { describe, expect, test } from 'vitest';
import { ageText, countdownAnnouncement, durationText } from './duration-text.ts';

describe('a duration', () => {
  test.each([
    [0, '0 s'],
    [59.9, '59 s'],
    [60, '1 min'],
    [3599, '59 min'],
    [3600, '1 h'],
    [12_000, '3 h 20 min'],
    [-5, '0 s'],
    [200_000, '2 days'],
  ])('of %d seconds reads %s', (seconds, text) => {
    expect(durationText(seconds)).toBe(text);
  });
});

describe('an age', () => {
  test.each([
    [-3, 'now'],
    [1, 'now'],
    [4, '4 s ago'],
    [130, '2 min ago'],
    [3700, '1 h 1 min ago'],
    [9000, '2 h ago'],
  ])('of %d seconds reads %s', (seconds, text) => {
    expect(ageText(seconds)).toBe(text);
  });
});

describe('a countdown announces', () => {
  test('ten, five and one minute, each once', () => {
    expect(countdownAnnouncement(601, 600)).toBe('10 minutes left');
    expect(countdownAnnouncement(600, 599)).toBeUndefined();
    expect(countdownAnnouncement(301, 300)).toBe('5 minutes left');
    expect(countdownAnnouncement(61, 60)).toBe('1 minute left');
  });

  test('only the nearest milestone after a laptop slept through several', () => {
    expect(countdownAnnouncement(3000, 42)).toBe('1 minute left');
  });

  test('the end, once', () => {
    expect(countdownAnnouncement(1, 0)).toBe('Time is over');
    expect(countdownAnnouncement(0, -1)).toBeUndefined();
  });
});
