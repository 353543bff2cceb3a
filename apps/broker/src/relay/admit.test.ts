import { describe, expect, test } from 'vitest';
import { loadVector } from '../../../../packages/bmc/testing/vectors/load-vector.ts';
import { admitFromBmc, admitFromClient } from './admit.ts';

const recorded = [
  'suite3-ipmitool-ipmi-sim-power-status',
  'suite3-ipmitool-ipmi-sim-sol',
  'suite17-ipmitool-goipmi-power-status',
].flatMap((name) =>
  loadVector(name).packets.map(({ from, hex }) => ({ from, bytes: Buffer.from(hex, 'hex') })),
);

test('all that ipmitool and two BMCs said to each other passes, each in its own direction', () => {
  for (const { from, bytes } of recorded) {
    const admission = from === 'client' ? admitFromClient(bytes) : admitFromBmc(bytes);
    expect(admission.admitted).toBe(true);
  }
});

test('nothing of it passes the wrong way but traffic of a session, which looks the same', () => {
  for (const { from, bytes } of recorded) {
    const admission = from === 'client' ? admitFromBmc(bytes) : admitFromClient(bytes);
    if (admission.admitted) expect(admission.datagram.kind).toBe('session');
  }
});

describe('is refused', () => {
  const question = (command: string) =>
    Buffer.from(`0600ff07000000000000000000082018c88100${command}8eb5`, 'hex');
  test.each([
    ['what is larger than a frame', Buffer.alloc(1_501, 6), 'size'],
    ['what is no RMCP', Buffer.from('hello, is this the BMC?'), 'not-ipmi'],
    ['nothing', Buffer.alloc(0), 'not-ipmi'],
    ['the begin of an IPMI 1.5 session', question('39'), 'old-session'],
    ['a command without a session', question('01'), 'command'],
    ['traffic of an IPMI 1.5 session', Buffer.from('0600ff07020100000001000000', 'hex'), 'old-session'],
    [
      'a session without encryption',
      Buffer.from(
        `0600ff0706100000000000000000200000040000a4a3a2a0${'0000000801000000'}${'0100000801000000'}${'0200000800000000'}`,
        'hex',
      ),
      'cipher-suite',
    ],
    [
      'traffic of a session that anybody could have written',
      Buffer.from('0600ff0706000200000001000000070020180020380a9e', 'hex'),
      'unauthenticated',
    ],
  ] as const)('%s', (_, bytes, reason) => {
    expect(admitFromClient(bytes)).toEqual({ admitted: false, reason });
  });

  test('a BMC that chooses a suite without encryption', () => {
    const opened = recorded.find(({ bytes }) => {
      const admission = admitFromBmc(bytes);
      return admission.admitted && admission.datagram.kind === 'session-opened';
    });
    const weakened = Buffer.from(opened?.bytes ?? []);
    // The last algorithm record: confidentiality.
    weakened[weakened.length - 4] = 0;
    expect(admitFromBmc(weakened)).toEqual({ admitted: false, reason: 'cipher-suite' });
  });
});
