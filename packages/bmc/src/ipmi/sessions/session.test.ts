import { expect, test } from 'vitest';
import { settle } from '../../../test/fake-clock.ts';
import { createScriptedBmc } from '../../../test/scripted-bmc.ts';
import { closeSession } from '../commands/app/close-session.ts';
import { getDeviceId } from '../commands/app/get-device-id.ts';
import { setUserName } from '../commands/app/set-user-name.ts';
import { setUserPassword } from '../commands/app/set-user-password.ts';
import { chassisControl } from '../commands/chassis/chassis-control.ts';
import { getChassisStatus } from '../commands/chassis/get-chassis-status.ts';
import { createSolStream } from '../sol/sol-stream.ts';

const on = [0x01, 0, 0, 0];

test('a repeat keeps the request number and takes a new session number', async () => {
  const bmc = createScriptedBmc();
  const status = bmc.session.execute(getChassisStatus, undefined);
  await bmc.clock.advance(1_000);
  await bmc.clock.advance(2_000);
  expect(bmc.requests.map(({ sequence }) => sequence)).toEqual([1, 1, 1]);
  expect(bmc.requests.map(({ packetSequence }) => packetSequence)).toEqual([1, 2, 3]);
  bmc.answer(bmc.last(), 0, on);
  expect(await status).toEqual({ powerOn: true });
});

test('a power operation is sent once, and a lost reply means that nobody knows', async () => {
  const bmc = createScriptedBmc();
  const reset = bmc.session.execute(chassisControl, { operation: 'reset' });
  const failure = expect(reset).rejects.toMatchObject({ code: 'unreachable', outcome: 'unknown' });
  await bmc.clock.advance(60_000);
  await failure;
  expect(bmc.requests.filter(({ command }) => command === chassisControl.code)).toHaveLength(1);
});

test('one lost reply does not end the session', async () => {
  const bmc = createScriptedBmc();
  const reset = bmc.session.execute(chassisControl, { operation: 'reset' });
  const failure = expect(reset).rejects.toMatchObject({ outcome: 'unknown' });
  await bmc.clock.advance(8_000);
  await failure;
  const status = bmc.session.execute(getChassisStatus, undefined);
  await settle();
  bmc.answer(bmc.last(), 0, on);
  expect(await status).toEqual({ powerOn: true });
});

test('a write that was repeated in vain is unknown, a read is not applied', async () => {
  const write = createScriptedBmc();
  const name = expect(
    write.session.execute(setUserName, { slot: 3, name: Buffer.from('g_a') }),
  ).rejects.toMatchObject({ code: 'unreachable', outcome: 'unknown' });
  await write.clock.advance(60_000);
  await name;

  const read = createScriptedBmc();
  const status = expect(read.session.execute(getChassisStatus, undefined)).rejects.toMatchObject({
    code: 'unreachable',
    outcome: 'not-applied',
  });
  await read.clock.advance(60_000);
  await status;
});

test('a BMC that answers nothing ends the session, and later commands fail at once', async () => {
  const bmc = createScriptedBmc();
  let told = 0;
  bmc.session.onEnd(() => {
    told += 1;
  });
  const failure = expect(bmc.session.execute(getChassisStatus, undefined)).rejects.toThrow();
  await bmc.clock.advance(60_000);
  await failure;
  expect(told).toBe(1);
  expect(bmc.linkClosed()).toBe(true);
  expect(bmc.clock.pending()).toBe(0);
  await expect(bmc.session.execute(getChassisStatus, undefined)).rejects.toMatchObject({
    code: 'session-lost',
  });
});

test('one command is outstanding at a time', async () => {
  const bmc = createScriptedBmc();
  const first = bmc.session.execute(getChassisStatus, undefined);
  const second = bmc.session.execute(getChassisStatus, undefined);
  await settle();
  expect(bmc.requests).toHaveLength(1);
  bmc.answer(bmc.last(), 0, on);
  await first;
  await settle();
  expect(bmc.requests.map(({ sequence }) => sequence)).toEqual([1, 2]);
  bmc.answer(bmc.last(), 0, [0]);
  expect(await second).toEqual({ powerOn: false });
});

test('a late answer to an earlier command is not taken for this one', async () => {
  const bmc = createScriptedBmc();
  const first = bmc.session.execute(getChassisStatus, undefined);
  await bmc.clock.advance(1_000);
  const late = bmc.response(bmc.last(), 0, on);
  bmc.answer(bmc.last(), 0, on);
  await first;
  const second = bmc.session.execute(getChassisStatus, undefined);
  await settle();
  bmc.deliver(late);
  bmc.answer(bmc.last(), 0, [0]);
  expect(await second).toEqual({ powerOn: false });
});

test('a datagram that comes twice is taken once, a damaged one not at all', async () => {
  const bmc = createScriptedBmc();
  const status = bmc.session.execute(getChassisStatus, undefined);
  await settle();
  const answer = bmc.response(bmc.last(), 0, on);
  for (let length = 0; length < answer.length; length++) bmc.deliver(answer.subarray(0, length));
  for (let bit = 0; bit < answer.length * 8; bit += 1) bmc.deliver(flip(answer, bit));
  bmc.deliver(answer);
  expect(await status).toEqual({ powerOn: true });
  const next = bmc.session.execute(getChassisStatus, undefined);
  await settle();
  bmc.deliver(answer);
  bmc.answer(bmc.last(), 0, [0]);
  expect(await next).toEqual({ powerOn: false });
});

test('"duplicate request" is waited out', async () => {
  const bmc = createScriptedBmc();
  const status = bmc.session.execute(getChassisStatus, undefined);
  await bmc.clock.advance(1_000);
  bmc.answer(bmc.last(), 0xcf);
  bmc.answer(bmc.last(), 0, on);
  expect(await status).toEqual({ powerOn: true });
});

test('a busy BMC is asked again a little later, and not for ever', async () => {
  const bmc = createScriptedBmc();
  const status = expect(bmc.session.execute(getChassisStatus, undefined)).rejects.toMatchObject({
    code: 'busy',
    retry: 'later',
    outcome: 'not-applied',
  });
  for (let round = 0; round < 4; round++) {
    await settle();
    bmc.answer(bmc.last(), 0xc0);
    await bmc.clock.advance(500);
  }
  await status;
  expect(bmc.requests).toHaveLength(4);
});

test('a refusal carries its completion code and is not applied', async () => {
  const bmc = createScriptedBmc();
  const status = expect(bmc.session.execute(chassisControl, { operation: 'cycle' })).rejects.toMatchObject({
    code: 'rejected',
    completionCode: 0xd5,
    outcome: 'not-applied',
  });
  await settle();
  bmc.answer(bmc.last(), 0xd5);
  await status;
});

test('an answer that is too short is a protocol violation, not a crash', async () => {
  const bmc = createScriptedBmc();
  const identity = expect(bmc.session.execute(getDeviceId, undefined)).rejects.toMatchObject({
    code: 'protocol-violation',
  });
  await settle();
  bmc.answer(bmc.last(), 0, [0x20, 0x01]);
  await identity;
});

test('a hostile BMC can send anything authentic without bringing us down', async () => {
  const bmc = createScriptedBmc();
  const status = bmc.session.execute(getChassisStatus, undefined);
  const stream = createSolStream({
    session: bmc.session,
    clock: bmc.clock,
    maxCharacters: 28,
    retryMs: 500,
    release: () => Promise.resolve(),
  });
  await settle();
  for (let type = 0; type < 64; type++) {
    for (let length = 0; length < 24; length++) {
      // Bit 4 of the fourth serial byte would end the stream, rightly.
      const noise = Buffer.from(
        Array.from({ length }, (_, index) => (type * 31 + length * 7 + index * 13) & 0xef),
      );
      bmc.deliver(bmc.packet(type, noise));
    }
  }
  bmc.answer(bmc.last(), 0, on);
  expect(await status).toEqual({ powerOn: true });
  expect(stream.destroyed).toBe(false);
  stream.destroy();
});

test('a password is not sent through a session that does not encrypt', async () => {
  const bmc = createScriptedBmc({ encrypts: false });
  const password = Buffer.from('Ab3-xY7_kQ9mZr2');
  await expect(bmc.session.execute(setUserPassword, { slot: 3, password })).rejects.toMatchObject({
    code: 'misuse',
  });
  expect(bmc.requests).toHaveLength(0);
});

test('an idle session is kept alive before the BMC would close it', async () => {
  const bmc = createScriptedBmc();
  await bmc.clock.advance(24_999);
  expect(bmc.requests).toHaveLength(0);
  await bmc.clock.advance(1);
  expect(bmc.last()).toMatchObject({ netFn: getDeviceId.netFn, command: getDeviceId.code });
});

test('a keep-alive that nobody answers ends the session', async () => {
  const bmc = createScriptedBmc();
  let ended = false;
  bmc.session.onEnd(() => {
    ended = true;
  });
  await bmc.clock.advance(60_000);
  expect(ended).toBe(true);
});

test('closing tells the BMC, waits little, and leaves no timer', async () => {
  const bmc = createScriptedBmc();
  const closed = bmc.session.close();
  await settle();
  expect(bmc.last()).toMatchObject({ command: closeSession.code });
  expect(bmc.last().data.readUInt32LE()).toBe(bmc.session.bmcSessionId);
  await bmc.clock.advance(1_000);
  await closed;
  expect(bmc.linkClosed()).toBe(true);
  expect(bmc.clock.pending()).toBe(0);
});

test('closing during a write says that its outcome is unknown', async () => {
  const bmc = createScriptedBmc();
  const write = expect(bmc.session.execute(chassisControl, { operation: 'off' })).rejects.toMatchObject({
    code: 'session-lost',
    outcome: 'unknown',
  });
  await settle();
  const closed = bmc.session.close();
  await write;
  await bmc.clock.advance(1_000);
  await closed;
});

function flip(bytes: Buffer, bit: number): Buffer {
  const flipped = Buffer.from(bytes);
  flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
  return flipped;
}
