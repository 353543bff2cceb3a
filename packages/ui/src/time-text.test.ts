import { expect, test } from 'vitest';
import { clockText, utcText } from './time-text.ts';

const now = new Date('2026-11-21T14:00:00Z');

test('a time of today is a clock time in the zone of the reader', () => {
  expect(clockText(new Date('2026-11-21T14:42:01Z'), now, 'Europe/Berlin')).toBe('15:42');
  expect(clockText(new Date('2026-11-21T14:42:01Z'), now, 'UTC', true)).toBe('14:42:01');
});

test('the day turns with the zone of the reader, not with UTC', () => {
  expect(clockText(new Date('2026-11-21T23:30:00Z'), now, 'Asia/Tokyo')).toBe('22 Nov, 08:30');
});

test('another year is written out', () => {
  expect(clockText(new Date('2025-01-02T03:04:00Z'), now, 'UTC')).toBe('2 Jan 2025, 03:04');
});

test('UTC is written as logs write it', () => {
  expect(utcText(new Date('2026-11-21T14:42:01.900Z'))).toBe('2026-11-21 14:42:01 UTC');
});
