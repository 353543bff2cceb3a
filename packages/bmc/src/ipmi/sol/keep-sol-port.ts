/**
 * Serial over LAN through a relay. The reply to Activate Payload names the UDP port that the serial traffic goes to, and
 * tools refuse one that is not the port they are connected to (`ipmitool`: "BMC requests SOL session on different port").
 * The reply is sealed, so who stands between has to know the account's password to put the port right.
 *
 * It follows the handshakes of one client, opens nothing but replies of the size of this one, and changes nothing in them
 * but the port.
 */

import { BmcError } from '../../errors.ts';
import { createRandomSource } from '../../random-source.ts';
import type { Secret } from '../../secret.ts';
import { activateSolPayload } from '../commands/app/activate-payload.ts';
import { findCipherSuite } from '../crypto/cipher-suite.ts';
import { deriveSessionKeys, type SessionKeys, sessionIntegrityKey } from '../crypto/rakp-codes.ts';
import { openPacket, sealPacket } from '../crypto/sealed-packet.ts';
import { checksum, decodeIpmiResponse } from '../framing/ipmi-message.ts';
import { PayloadType } from '../framing/payload-type.ts';
import { decodeSessionFrame, isRmcpPlusPacket, type SessionFrame } from '../framing/session-header.ts';
import { type AcceptedSession, decodeOpenSessionResponse } from '../payloads/open-session.ts';
import { decodeRakp1, type Rakp1 } from '../payloads/rakp-1.ts';
import { decodeRakp2 } from '../payloads/rakp-2.ts';

export interface SolPortKeeper {
  /** Watches what the client sends. */
  fromClient(datagram: Uint8Array): void;
  /** What the client is to be given in place of the datagram: itself, but for the one reply. */
  fromBmc(datagram: Buffer): Buffer;
}

/** IV, and one or two blocks: an answer of 20 bytes with its pad. OpenBMC adds a block where none is needed. */
const sealedReplyLengths: readonly number[] = [48, 64];
/** Auxiliary data, inbound size, outbound size; then the port, low byte first. */
const portOffset = 8;
/** Addresses, network function, sequence, command, completion code and the first checksum. */
const replyHeadLength = 7;
const netFnAppReply = 0x07;

/** `port`: the one that the client is connected to. */
export function createSolPortKeeper(options: {
  readonly password: Secret;
  readonly port: number;
}): SolPortKeeper {
  const random = createRandomSource();
  let opened: AcceptedSession | undefined;
  let rakp1: Rakp1 | undefined;
  let keys: { readonly consoleSessionId: number; readonly keys: SessionKeys } | undefined;

  function follow(frame: SessionFrame): void {
    if (frame.payloadType === PayloadType.openSessionResponse)
      opened = decodeOpenSessionResponse(frame.payload).accepted ?? opened;
    if (frame.payloadType === PayloadType.rakp2) keys = keysOf(frame.payload) ?? keys;
  }

  function keysOf(payload: Buffer): typeof keys {
    const rakp2 = decodeRakp2(payload).accepted;
    if (rakp2 === undefined || rakp1 === undefined || opened === undefined) return undefined;
    const suite = findCipherSuite(opened.algorithms);
    if (suite === undefined) return undefined;
    const { consoleRandom, role, username } = rakp1;
    const { consoleSessionId, bmcSessionId } = opened;
    const bmcRandom = Buffer.from(rakp2.bmcRandom);
    const bmcGuid = Buffer.from(rakp2.bmcGuid);
    const ids = { consoleSessionId, bmcSessionId };
    const exchange = { ...ids, suite, consoleRandom, bmcRandom, bmcGuid, role, username };
    return options.password.withBytes((password) => ({
      consoleSessionId,
      keys: deriveSessionKeys(suite, sessionIntegrityKey(exchange, password), password),
    }));
  }

  function withPort(datagram: Buffer, frame: SessionFrame): Buffer {
    if (keys === undefined || frame.sessionId !== keys.consoleSessionId) return datagram;
    if (frame.payloadType !== PayloadType.ipmi || !frame.encrypted) return datagram;
    if (!sealedReplyLengths.includes(frame.payload.length)) return datagram;
    // A BMC with a K_g seals with other keys: then this is not ours to open.
    const packet = openPacket(keys.keys, datagram);
    if (packet === undefined) return datagram;
    const reply = decodeIpmiResponse(packet.payload, 'ignore');
    const activated = reply.netFn === netFnAppReply && reply.command === activateSolPayload.code;
    if (!activated || reply.completionCode !== 0 || reply.data.length < portOffset + 2) return datagram;
    const payload = Buffer.from(packet.payload);
    payload.writeUInt16LE(options.port, replyHeadLength + portOffset);
    payload[payload.length - 1] = checksum(payload.subarray(3, -1));
    return sealPacket(keys.keys, { ...packet, payload }, random(16));
  }

  return {
    fromClient(datagram) {
      quietly(() => {
        const frame = frameOf(datagram);
        if (frame?.payloadType !== PayloadType.rakp1) return;
        const message = decodeRakp1(frame.payload);
        // What is read is a view into a datagram that is sent on.
        const { consoleRandom, username } = message;
        rakp1 = { ...message, consoleRandom: Buffer.from(consoleRandom), username: Buffer.from(username) };
      });
    },
    fromBmc: (datagram) =>
      quietly(() => {
        const frame = frameOf(datagram);
        if (frame === undefined) return datagram;
        if (frame.sessionId !== 0) return withPort(datagram, frame);
        follow(frame);
        return datagram;
      }) ?? datagram,
  };
}

function frameOf(datagram: Uint8Array): SessionFrame | undefined {
  return isRmcpPlusPacket(datagram) ? decodeSessionFrame(datagram) : undefined;
}

/** What cannot be read is carried as it is. */
function quietly<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof BmcError) return undefined;
    throw error;
  }
}
