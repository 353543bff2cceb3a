import { expect, test } from 'vitest';
import { plainText } from './plain-text.ts';
import { severityOfWords } from './severity.ts';

test.each([
  ['Upper Critical going high', 'critical'],
  ['Upper Non-critical going high', 'warning'],
  ['Lower Non-recoverable going low', 'critical'],
  ['Transition to Critical from less severe', 'critical'],
  ['Transition to Non-critical from OK', 'warning'],
  ['Transition to OK', 'info'],
  ['Uncorrectable ECC', 'critical'],
  ['Correctable ECC', 'warning'],
  ['Power Supply AC lost', 'critical'],
  ['Failure detected', 'critical'],
  ['Predictive failure', 'warning'],
  ['Predictive Failure Deasserted', 'info'],
  ['Limit Not Exceeded', 'info'],
  ['Presence detected', 'info'],
  ['Fully Redundant', 'info'],
  ['Redundancy Lost', 'critical'],
  ['Drive Fault', 'critical'],
  ['S0/G0: working', 'info'],
  ['Log area reset/cleared', 'info'],
  ['General Chassis intrusion', 'warning'],
  ['Warning: Fan 2 is near its critical limit', 'warning'],
  ['Critical: PSU 1 has failed', 'critical'],
])('%s is %s', (words, severity) => {
  expect(severityOfWords(words)).toBe(severity);
});

test('text of a BMC holds nothing that moves a cursor, turns the direction of writing or hides', () => {
  expect(plainText('  Dell\u0000\u001b[2J\r\nInc.\u202e\u200b!\u2028 x  ', 50)).toBe('Dell [2J Inc. ! x');
  expect(plainText('a'.repeat(60), 10)).toBe('aaaaaaaaa…');
  expect(plainText('😀'.repeat(6), 5)).toBe('😀😀😀😀…');
  expect(plainText('\ud800', 5)).toBe('');
});
