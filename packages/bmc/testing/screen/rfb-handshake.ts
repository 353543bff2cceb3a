import { HEIGHT, WIDTH } from './frame.ts';
import { defaultPixelFormat, encodePixelFormat } from './pixel-format.ts';
import { vncResponseMatches } from './vnc-auth.ts';

/**
 * The opening of one RFB 3.8 connection, from the server's side (RFC 6143 §7.1 to §7.3):
 * version -> security -> (challenge) -> client-init -> open.
 */
export type HandshakeState =
  | { readonly stage: 'version' | 'security' | 'client-init' | 'open' }
  | { readonly stage: 'challenge'; readonly challenge: Buffer };

export interface HandshakeStep {
  readonly state: HandshakeState;
  /** Bytes of the viewer that were used up. */
  readonly taken: number;
  readonly send?: Buffer;
  /** The connection ends after `send`. */
  readonly refused?: true;
}

export interface ScreenIdentity {
  readonly name: string;
  /** No password offers security type None. */
  readonly password: string | undefined;
}

export const serverGreeting = Buffer.from('RFB 003.008\n', 'latin1');

const SECURITY_NONE = 1;
const SECURITY_VNC = 2;
const RESULT_OK = Buffer.alloc(4);

/** One step with what has arrived; `undefined` when more bytes are needed. Pure but for its randomness. */
export function stepHandshake(
  state: HandshakeState,
  bytes: Buffer,
  identity: ScreenIdentity,
  randomBytes: (count: number) => Buffer,
): HandshakeStep | undefined {
  switch (state.stage) {
    case 'version':
      return bytes.length < 12 ? undefined : answerVersion(bytes, identity);
    case 'security':
      return bytes.length < 1 ? undefined : answerSecurity(bytes[0], identity, randomBytes);
    case 'challenge':
      return bytes.length < 16 ? undefined : answerResponse(bytes, state.challenge, identity);
    case 'client-init':
      return bytes.length < 1
        ? undefined
        : { state: { stage: 'open' }, taken: 1, send: serverInit(identity.name) };
    case 'open':
      return undefined;
  }
}

function answerVersion(bytes: Buffer, identity: ScreenIdentity): HandshakeStep {
  const known = /^RFB 003\.(008|889)\n$/.test(bytes.toString('latin1', 0, 12));
  if (!known) return { state: { stage: 'version' }, taken: 12, refused: true };
  const type = identity.password === undefined ? SECURITY_NONE : SECURITY_VNC;
  return { state: { stage: 'security' }, taken: 12, send: Buffer.from([1, type]) };
}

function answerSecurity(
  type: number | undefined,
  { password }: ScreenIdentity,
  randomBytes: (count: number) => Buffer,
): HandshakeStep {
  const state: HandshakeState = { stage: 'security' };
  if (password === undefined) {
    if (type !== SECURITY_NONE)
      return { state, taken: 1, send: refusal('No such security type'), refused: true };
    return { state: { stage: 'client-init' }, taken: 1, send: RESULT_OK };
  }
  if (type !== SECURITY_VNC)
    return { state, taken: 1, send: refusal('No such security type'), refused: true };
  const challenge = randomBytes(16);
  return { state: { stage: 'challenge', challenge }, taken: 1, send: challenge };
}

function answerResponse(bytes: Buffer, challenge: Buffer, { password = '' }: ScreenIdentity): HandshakeStep {
  if (vncResponseMatches(bytes.subarray(0, 16), challenge, password)) {
    return { state: { stage: 'client-init' }, taken: 16, send: RESULT_OK };
  }
  return { state: { stage: 'version' }, taken: 16, send: refusal('Authentication failed'), refused: true };
}

/** SecurityResult "failed" with its reason. */
function refusal(reason: string): Buffer {
  const bytes = Buffer.alloc(8 + reason.length);
  bytes.writeUInt32BE(1, 0);
  bytes.writeUInt32BE(reason.length, 4);
  bytes.write(reason, 8, 'latin1');
  return bytes;
}

function serverInit(name: string): Buffer {
  const title = Buffer.from(name, 'utf8');
  const head = Buffer.alloc(8);
  head.writeUInt16BE(WIDTH, 0);
  head.writeUInt16BE(HEIGHT, 2);
  head.writeUInt32BE(title.length, 4);
  return Buffer.concat([head.subarray(0, 4), encodePixelFormat(defaultPixelFormat), head.subarray(4), title]);
}
