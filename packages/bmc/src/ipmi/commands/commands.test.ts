/**
 * Requests as ipmitool 1.8.19 sent them and replies as ipmi_sim 2.0.33 and goipmi-server gave them, both
 * recorded on the wire (`testing/vectors/README.md`); the rest by the tables of the specification.
 */
import { describe, expect, test } from 'vitest';
import { ByteReader } from '../framing/byte-reader.ts';
import { ByteWriter } from '../framing/byte-writer.ts';
import { activateSolPayload } from './app/activate-payload.ts';
import { closeSession } from './app/close-session.ts';
import { deactivateSolPayload } from './app/deactivate-payload.ts';
import { getChannelAccess } from './app/get-channel-access.ts';
import { getChannelAuthenticationCapabilities } from './app/get-channel-authentication-capabilities.ts';
import { getChannelInfo } from './app/get-channel-info.ts';
import { getDeviceId } from './app/get-device-id.ts';
import { getSolActivationStatus } from './app/get-payload-activation-status.ts';
import { getSolInstanceInfo } from './app/get-payload-instance-info.ts';
import { getSessionInfo } from './app/get-session-info.ts';
import { getUserAccess } from './app/get-user-access.ts';
import { getUserName } from './app/get-user-name.ts';
import { getUserPayloadAccess } from './app/get-user-payload-access.ts';
import { setSessionPrivilegeLevel } from './app/set-session-privilege-level.ts';
import { setUserAccess } from './app/set-user-access.ts';
import { setUserName } from './app/set-user-name.ts';
import { enableUser, setUserPassword } from './app/set-user-password.ts';
import { setUserPayloadAccess } from './app/set-user-payload-access.ts';
import { chassisControl } from './chassis/chassis-control.ts';
import { getChassisStatus } from './chassis/get-chassis-status.ts';
import { getBootFlags } from './chassis/get-system-boot-options.ts';
import { keepBootFlags, setBootFlags } from './chassis/set-system-boot-options.ts';
import type { Command } from './command.ts';

describe('requests', () => {
  test('as ipmitool sent them', () => {
    expect(encode(setUserName, { slot: 4, name: Buffer.from('vecusr') })).toBe(
      '0476656375737200000000000000000000',
    );
    expect(encode(setUserPassword, { slot: 4, password: Buffer.from('VecPass1234') })).toBe(
      '040256656350617373313233340000000000',
    );
    expect(encode(enableUser, { slot: 4, enabled: true, padded: true })).toBe(`0401${'00'.repeat(16)}`);
    expect(encode(enableUser, { slot: 4, enabled: false, padded: true })).toBe(`0400${'00'.repeat(16)}`);
    expect(encode(getUserAccess, { channel: 1, slot: 6 })).toBe('0106');
    expect(encode(getUserName, { slot: 6 })).toBe('06');
    expect(encode(setSessionPrivilegeLevel, { privilege: 4 })).toBe('04');
    expect(encode(closeSession, { sessionId: 0x00000602 })).toBe('02060000');
    expect(encode(deactivateSolPayload, undefined)).toBe('010100000000');
    expect(
      encode(getChannelAuthenticationCapabilities, { channel: 0x0e, privilege: 4, extended: true }),
    ).toBe('8e04');
  });

  test('as the tables say', () => {
    const access = { channel: 1, slot: 6, privilege: 3, messaging: true };
    expect(encode(setUserAccess, { ...access, withSessionLimit: true })).toBe('91060300');
    expect(encode(setUserAccess, { ...access, withSessionLimit: false })).toBe('910603');
    const none = { channel: 8, slot: 6, privilege: 15, messaging: false, withSessionLimit: false };
    expect(encode(setUserAccess, none)).toBe('88060f');
    expect(encode(enableUser, { slot: 4, enabled: true, padded: false })).toBe('0401');
    expect(encode(closeSession, { handle: 3 })).toBe('0000000003');
    expect(encode(getSessionInfo, { index: 2 })).toBe('02');
    expect(encode(getSessionInfo, { sessionId: 0x01020304 })).toBe('ff04030201');
    expect(encode(setUserPayloadAccess, { channel: 1, slot: 5, allowed: true })).toBe('010502000000');
    expect(encode(setUserPayloadAccess, { channel: 1, slot: 5, allowed: false })).toBe('014502000000');
    expect(encode(activateSolPayload, undefined)).toBe('0101c0000000');
    expect(encode(getChannelInfo, { channel: 14 })).toBe('0e');
  });

  test.each([
    ['off', '00'],
    ['on', '01'],
    ['cycle', '02'],
    ['reset', '03'],
    ['soft-off', '05'],
  ] as const)('power %s is %s', (operation, hex) => {
    expect(encode(chassisControl, { operation })).toBe(hex);
  });

  test.each([
    [{ device: 'pxe', persistent: false, firmware: 'legacy' }, '058004000000'],
    [{ device: 'disk', persistent: true, firmware: 'legacy' }, '05c008000000'],
    [{ device: 'cd', persistent: false, firmware: 'uefi' }, '05a014000000'],
    [{ device: 'bios-setup', persistent: true, firmware: 'uefi' }, '05e018000000'],
    [{ device: 'none', persistent: false, firmware: 'legacy' }, '050000000000'],
  ] as const)('boot override %o', (override, hex) => {
    expect(encode(setBootFlags, override)).toBe(hex);
    expect(encode(keepBootFlags, undefined)).toBe('0308');
  });

  test('only the command that carries a password is sensitive, and no power operation is repeatable', () => {
    expect(setUserPassword).toMatchObject({ sensitive: true, effect: 'write' });
    expect(enableUser.sensitive).toBe(false);
    expect(chassisControl.repeatable).toBe(false);
    expect(activateSolPayload.repeatable).toBe(false);
    expect(getChassisStatus.repeatable).toBe(true);
  });
});

describe('replies', () => {
  test('of ipmi_sim', () => {
    expect(decode(getDeviceId, '00030908029f911200020f00000000')).toEqual({
      firmwareMajor: 9,
      firmwareMinor: 8,
      ipmiVersion: '2.0',
      manufacturerId: 0x1291,
      productId: 0x0f02,
    });
    expect(decode(getChannelAuthenticationCapabilities, '0197060300000000')).toEqual({
      channel: 1,
      supportsIpmi20: true,
      supportsIpmi15: true,
      needsKg: false,
      namedUsers: true,
      nullUsernames: true,
      anonymousLogin: false,
      perMessageAuthenticationOff: false,
      userLevelAuthenticationOff: false,
      types: ['none', 'MD2', 'MD5', 'straight password'],
    });
    expect(decode(getUserAccess, '3f040134')).toEqual({
      maxSlots: 63,
      state: 'unknown',
      fixedNames: 1,
      messaging: true,
      privilege: 4,
    });
    expect(decode(getUserName, '69706d69757372000000000000000000')).toEqual({ name: 'ipmiusr' });
    expect(decode(activateSolPayload, '00000000200000408d23ffff')).toEqual({ inboundSize: 32 });
    expect(decode(getChassisStatus, '010000')).toEqual({ powerOn: true });
  });

  test('of goipmi-server', () => {
    expect(decode(getDeviceId, '20010100203b5701000100')).toMatchObject({
      ipmiVersion: '0.2',
      firmwareMajor: 1,
    });
    expect(decode(getUserAccess, '3f83010f')).toMatchObject({
      state: 'disabled',
      privilege: 15,
      messaging: false,
    });
    expect(decode(getUserAccess, '3f440114')).toMatchObject({
      state: 'enabled',
      privilege: 4,
      messaging: true,
    });
    expect(decode(getChassisStatus, '00004000')).toEqual({ powerOn: false });
  });

  test('by the tables', () => {
    const session = `0a3f02 05 03 11 c0a80007 020000000001 6f02`.replaceAll(' ', '');
    expect(decode(getSessionInfo, session)).toEqual({
      handle: 10,
      activeCount: 2,
      session: { slot: 5, privilege: 3, remoteAddress: '192.168.0.7' },
    });
    expect(decode(getSessionInfo, '003f02')).toEqual({ handle: 0, activeCount: 2, session: undefined });
    expect(decode(getSolActivationStatus, '010100')).toEqual({ active: true });
    expect(decode(getSolInstanceInfo, '04030201')).toEqual({ ownerSessionId: 0x01020304 });
    expect(decode(getChannelInfo, '010401')).toEqual({ channel: 1, medium: 4 });
    expect(encode(getChannelAccess, { channel: 1, which: 'present' })).toBe('0180');
    expect(encode(getChannelAccess, { channel: 1, which: 'stored' })).toBe('0140');
    expect(decode(getChannelAccess, '1a04')).toEqual({
      mode: 'always',
      perMessageAuthentication: false,
      userLevelAuthentication: false,
      privilegeLimit: 4,
    });
    expect(encode(getUserPayloadAccess, { channel: 1, slot: 5 })).toBe('0105');
    expect(decode(getUserPayloadAccess, '02000000')).toEqual({ serial: true });
    expect(decode(getUserPayloadAccess, '00000000')).toEqual({ serial: false });
    expect(decode(getBootFlags, '0105e024000000')).toEqual({
      valid: true,
      override: { device: 'disk', persistent: true, firmware: 'uefi' },
    });
    expect(decode(getBootFlags, '01050004000000')).toMatchObject({
      valid: false,
      override: { device: 'pxe' },
    });
  });

  test('names that would move a cursor are made harmless', () => {
    const hostile = Buffer.from('\u001b[2Jroot\u0007').toString('hex').padEnd(32, '0');
    expect(decode(getUserName, hostile).name).toBe('\ufffd[2Jroot\ufffd');
    expect(decode(getUserName, 'ff'.repeat(16)).name).toBe('\ufffd'.repeat(16));
  });

  test.each([
    [getDeviceId, '00030908029f911200020f', 11],
    [getUserAccess, '3f040134', 4],
    [getChassisStatus, '01', 1],
    [getBootFlags, '0105e024', 4],
    [getSolInstanceInfo, '04030201', 4],
    [getChannelInfo, '0104', 2],
    [getChannelAccess, '0204', 2],
    [getUserPayloadAccess, '02', 1],
    [getSessionInfo, '003f02', 3],
    [activateSolPayload, '000000002000', 6],
  ] as const)('$name is refused at every length that lacks a field', (command, hex, needed) => {
    const whole = Buffer.from(hex, 'hex');
    expect(() => command.decode(new ByteReader(whole))).not.toThrow();
    for (let length = 0; length < needed; length++) {
      expect(() => command.decode(new ByteReader(whole.subarray(0, length)))).toThrow(
        expect.objectContaining({ code: 'protocol-violation' }),
      );
    }
  });
});

function encode<Request>(command: Command<Request, unknown>, request: Request): string {
  const writer = new ByteWriter();
  command.encode(request, writer);
  return writer.finish().toString('hex');
}

function decode<Response>(command: Command<never, Response>, hex: string): Response {
  return command.decode(new ByteReader(Buffer.from(hex, 'hex')));
}
