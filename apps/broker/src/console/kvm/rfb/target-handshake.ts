/**
 * The client's half of an RFB handshake with a screen (RFC 6143 §7.1–7.3) as a pure step function. The screen is
 * hostile input: every length is limited, everything unexpected is `target-misbehaved`.
 *
 * States: `version` → `security` → (`challenge` →) `result` → `init` → `done`, or `failed` from any.
 * The shell sets the time limit and does the I/O. `send` is for the screen, whatever the state.
 */
import type { ConsoleCloseReason } from '@postern/domain';
import type { ByteQueue } from './byte-queue.ts';

export type TargetHandshakeState =
  | { readonly at: 'version' | 'security' | 'challenge' | 'result' | 'init' }
  | { readonly at: 'done'; readonly serverInit: Buffer }
  | { readonly at: 'failed'; readonly reason: ConsoleCloseReason; readonly detail: string };

export interface TargetHandshakeStep {
  readonly state: TargetHandshakeState;
  readonly send?: Buffer;
}

const version = Buffer.from('RFB 003.008\n');
const securityNone = 1;
const securityVnc = 2;
const challengeBytes = 16;
const initHeadBytes = 24;
/** 16 Mi pixels: larger than any BMC draws, small enough for a browser. */
const maxPixels = 16 * 1024 * 1024;
const maxNameBytes = 4096;
const keptNameBytes = 256;

export function stepTargetHandshake(
  state: TargetHandshakeState,
  input: ByteQueue,
  answer: (challenge: Buffer) => Buffer | undefined,
): TargetHandshakeStep | undefined {
  switch (state.at) {
    case 'version':
      return readVersion(input);
    case 'security':
      return readSecurity(input);
    case 'challenge':
      return readChallenge(input, answer);
    case 'result':
      return readResult(input);
    case 'init':
      return readInit(input);
    case 'done':
    case 'failed':
      return undefined;
  }
}

function readVersion(input: ByteQueue): TargetHandshakeStep | undefined {
  const offered = input.take(version.length);
  if (offered === undefined) return undefined;
  const parts = /^RFB (\d{3})\.(\d{3})\n$/.exec(offered.toString('latin1'));
  if (!parts) return misbehaved('its greeting is not RFB');
  const spoken = Number(parts[1]) * 1000 + Number(parts[2]);
  // Versions beyond 3.8 are private variants of it; 3.3 and 3.7 differ in the handshake and are not spoken here.
  if (spoken < 3008) return misbehaved('it speaks an RFB older than 3.8');
  return { state: { at: 'security' }, send: version };
}

function readSecurity(input: ByteQueue): TargetHandshakeStep | undefined {
  const count = input.peek(1)?.[0];
  if (count === undefined) return undefined;
  // Zero types: the screen refuses and a reason follows, which nobody needs to see.
  if (count === 0) return failed('target-unreachable', 'it refuses connections now');
  const offered = input.take(1 + count)?.subarray(1);
  if (offered === undefined) return undefined;
  if (offered.includes(securityVnc)) return { state: { at: 'challenge' }, send: Buffer.of(securityVnc) };
  if (offered.includes(securityNone)) return { state: { at: 'result' }, send: Buffer.of(securityNone) };
  return failed('target-login-refused', 'it offers no security type that we speak');
}

function readChallenge(
  input: ByteQueue,
  answer: (challenge: Buffer) => Buffer | undefined,
): TargetHandshakeStep | undefined {
  const challenge = input.take(challengeBytes);
  if (challenge === undefined) return undefined;
  const answered = answer(challenge);
  if (answered === undefined) return failed('target-login-refused', 'it wants a password and none is stored');
  return { state: { at: 'result' }, send: answered };
}

function readResult(input: ByteQueue): TargetHandshakeStep | undefined {
  const result = input.take(4)?.readUInt32BE();
  if (result === undefined) return undefined;
  if (result !== 0) return failed('target-login-refused', 'it refused the password');
  const shared = Buffer.of(1);
  return { state: { at: 'init' }, send: shared };
}

function readInit(input: ByteQueue): TargetHandshakeStep | undefined {
  const head = input.peek(initHeadBytes);
  if (head === undefined) return undefined;
  const [width, height, nameBytes] = [head.readUInt16BE(0), head.readUInt16BE(2), head.readUInt32BE(20)];
  if (width * height > maxPixels) return misbehaved('its screen is too large');
  if (![8, 16, 32].includes(head[4] ?? 0)) return misbehaved('its pixel format makes no sense');
  if (nameBytes > maxNameBytes) return misbehaved('its name is too long');
  const whole = input.take(initHeadBytes + nameBytes);
  if (whole === undefined) return undefined;
  const serverInit = Buffer.from(whole.subarray(0, initHeadBytes + Math.min(nameBytes, keptNameBytes)));
  serverInit.writeUInt32BE(serverInit.length - initHeadBytes, 20);
  return { state: { at: 'done', serverInit } };
}

function failed(reason: ConsoleCloseReason, detail: string): TargetHandshakeStep {
  return { state: { at: 'failed', reason, detail } };
}

function misbehaved(detail: string): TargetHandshakeStep {
  return failed('target-misbehaved', detail);
}
