/** Channels and what they offer before a login: IPMI 2.0 §22.13 to §22.24. */
import type { CipherSuiteId } from '../../../src/capabilities.ts';
import { cipherSuites } from '../../../src/ipmi/crypto/cipher-suite.ts';
import { privilegeCodes } from '../../server/user-table.ts';
import type { Habit } from '../../vendors/habits.ts';
import { done, netFns, refuse, type VirtualCommand } from '../command.ts';
import { completionCodes } from '../completion-codes.ts';

const THIS_CHANNEL = 0x0e;
const LAN_802_3 = 0x04;
const IPMB_PROTOCOL = 0x01;
const MULTI_SESSION = 0x80;
const SUITE_RECORD = 0xc0;
const CHUNK = 16;

/** The LAN channel when the number means it, by itself or as "this channel"; `undefined` for all others. */
export function lanChannel(number: number, habit: Habit): number | undefined {
  const channel = number & 0x0f;
  return channel === THIS_CHANNEL || channel === habit.lanChannel ? habit.lanChannel : undefined;
}

export const getChannelAuthenticationCapabilities: VirtualCommand = {
  netFn: netFns.app,
  command: 0x38,
  privilege: 0,
  beforeLogin: true,
  minimumLength: 2,
  run({ habit, bmcKey }, data) {
    const [first = 0] = data;
    const channel = lanChannel(first, habit);
    if (channel === undefined) return refuse(completionCodes.invalidField);
    const extended = (first & 0x80) !== 0;
    // No IPMI 1.5 authentication type at all; users have names; IPMI 2.0 only.
    const status = bmcKey === undefined ? 0x04 : 0x24;
    return done([channel, extended ? 0x80 : 0x00, status, extended ? 0x02 : 0x00, 0, 0, 0, 0]);
  },
};

export const getChannelCipherSuites: VirtualCommand = {
  netFn: netFns.app,
  command: 0x54,
  privilege: 0,
  beforeLogin: true,
  minimumLength: 3,
  run({ habit }, data) {
    const [first = 0, , index = 0] = data;
    const channel = lanChannel(first, habit);
    if (channel === undefined) return refuse(completionCodes.invalidField);
    const records = Buffer.concat(habit.cipherSuites.map(suiteRecord));
    const start = (index & 0x3f) * CHUNK;
    return done([channel, ...records.subarray(start, start + CHUNK)]);
  },
};

export const getChannelAccess: VirtualCommand = {
  netFn: netFns.app,
  command: 0x41,
  privilege: privilegeCodes.user,
  minimumLength: 2,
  run({ habit }, [first = 0]) {
    if (lanChannel(first, habit) === undefined) return refuse(completionCodes.invalidField);
    const alwaysAvailable = 0x02;
    return done([alwaysAvailable, privilegeCodes.administrator]);
  },
};

export const getChannelInfo: VirtualCommand = {
  netFn: netFns.app,
  command: 0x42,
  privilege: privilegeCodes.user,
  minimumLength: 1,
  run({ habit, sessions }, [first = 0]) {
    const channel = lanChannel(first, habit);
    if (channel === undefined) return refuse(completionCodes.invalidField);
    // Vendor 7154 (1BF2h) stands for "as IPMI defines it".
    return done([channel, LAN_802_3, IPMB_PROTOCOL, MULTI_SESSION | sessions.used, 0xf2, 0x1b, 0, 0, 0]);
  },
};

function suiteRecord(id: CipherSuiteId): Buffer {
  const { authentication, integrity, confidentiality } = cipherSuites[id].algorithms;
  return Buffer.from([SUITE_RECORD, id, authentication, 0x40 | integrity, 0x80 | confidentiality]);
}
