import { expect, test } from 'vitest';
import { describeSelEntry } from './describe-event.ts';

test('a threshold event without a known sensor still says what happened', () => {
  const event = describeSelEntry(Buffer.from('010002651f0000200004010101595750', 'hex'), []);
  expect(event).toMatchObject({
    recordId: '1',
    time: { kind: 'since-start', seconds: 8037 },
    sensorType: 'Temperature',
    description: 'Upper Critical going high',
    asserted: true,
  });
  expect(event.reading).toBeUndefined();
});

test('times: the calendar, an unset clock and unknown are told apart', () => {
  const at = (time: string) =>
    describeSelEntry(Buffer.from(`010002${time}2000040904 6f04ffff`.replace(' ', ''), 'hex'), []).time;
  expect(at('00000060')).toEqual({ kind: 'bmc-clock', seconds: 0x60000000 });
  expect(at('ffffff1f')).toEqual({ kind: 'since-start', seconds: 0x1fffffff });
  expect(at('ffffffff')).toEqual({ kind: 'unknown' });
});

test('OEM records are kept with their bytes', () => {
  const hex = '0500e0000102030405060708090a0b0c';
  expect(describeSelEntry(Buffer.from(hex, 'hex'), [])).toMatchObject({
    recordId: '5',
    sensorType: 'OEM',
    raw: hex,
  });
});

test('every type and event byte gives words, and every cut entry is refused', () => {
  for (let type = 0; type < 256; type++) {
    for (let eventType = 0; eventType < 256; eventType++) {
      const entry = Buffer.from('010002000000602000040404010f5750', 'hex');
      entry[10] = type;
      entry[12] = eventType;
      expect(describeSelEntry(entry, []).description).not.toBe('');
    }
  }
  for (let length = 0; length < 16; length++) {
    expect(() =>
      describeSelEntry(Buffer.from('010002000000602000040404010f5750', 'hex').subarray(0, length), []),
    ).toThrow(expect.objectContaining({ code: 'protocol-violation' }));
  }
});
