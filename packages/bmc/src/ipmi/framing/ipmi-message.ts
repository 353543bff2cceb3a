/** IPMI LAN messages, IPMI 2.0 §13.8: two addresses, two checksums, a 6-bit sequence. */
import { malformed } from '../malformed.ts';
import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';

const bmcAddress = 0x20;
const remoteConsoleAddress = 0x81;
/** Target address, network function with LUN, and the checksum of the two. */
const headerLength = 3;

/** Sequence numbers are 6 bits wide. */
export const requestSequenceModulus = 64;

export interface IpmiRequest {
  readonly netFn: number;
  readonly lun: number;
  readonly sequence: number;
  readonly command: number;
  readonly data: Buffer;
}

export interface IpmiResponse {
  /** Odd: the request's plus one. */
  readonly netFn: number;
  readonly lun: number;
  readonly sequence: number;
  readonly command: number;
  readonly completionCode: number;
  readonly data: Buffer;
}

/** `ignore` is safe only where an authentication code covers the message: some Supermicro X9 get it wrong. */
export type ChecksumPolicy = 'check' | 'ignore';

/** Two's complement of the sum, so that data and checksum add up to zero. */
export function checksum(bytes: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at++) sum += bytes[at] ?? 0;
  return -sum & 0xff;
}

export function encodeIpmiRequest(request: IpmiRequest): Buffer {
  const message = new ByteWriter()
    .u8(bmcAddress)
    .u8((request.netFn << 2) | (request.lun & 3))
    .u8(0)
    .u8(remoteConsoleAddress)
    .u8((request.sequence << 2) & 0xff)
    .u8(request.command)
    .bytes(request.data)
    .u8(0)
    .finish();
  return fillChecksums(message);
}

export function decodeIpmiRequest(bytes: Uint8Array, checksums: ChecksumPolicy = 'check'): IpmiRequest {
  const { first, second, reader } = disassemble(bytes, checksums);
  return {
    netFn: first >> 2,
    lun: first & 3,
    sequence: second >> 2,
    command: reader.u8('command'),
    data: reader.rest(),
  };
}

export function encodeIpmiResponse(response: IpmiResponse): Buffer {
  const message = new ByteWriter()
    .u8(remoteConsoleAddress)
    .u8((response.netFn << 2) & 0xff)
    .u8(0)
    .u8(bmcAddress)
    .u8(((response.sequence << 2) | (response.lun & 3)) & 0xff)
    .u8(response.command)
    .u8(response.completionCode)
    .bytes(response.data)
    .u8(0)
    .finish();
  return fillChecksums(message);
}

export function decodeIpmiResponse(bytes: Uint8Array, checksums: ChecksumPolicy = 'check'): IpmiResponse {
  const { first, second, reader } = disassemble(bytes, checksums);
  return {
    netFn: first >> 2,
    lun: second & 3,
    sequence: second >> 2,
    command: reader.u8('command'),
    completionCode: reader.u8('completion code'),
    data: reader.rest(),
  };
}

/** Both checksums stand as 0 in `message`, and a zero changes no sum. */
function fillChecksums(message: Buffer): Buffer {
  message[headerLength - 1] = checksum(message.subarray(0, headerLength));
  message[message.length - 1] = checksum(message.subarray(headerLength));
  return message;
}

function disassemble(bytes: Uint8Array, checksums: ChecksumPolicy) {
  if (bytes.length < 7) throw malformed('an IPMI message is at least 7 bytes');
  if (checksums === 'check') {
    if (checksum(bytes.subarray(0, headerLength)) !== 0) throw malformed('header checksum');
    if (checksum(bytes.subarray(headerLength)) !== 0) throw malformed('body checksum');
  }
  const reader = new ByteReader(bytes.subarray(0, -1));
  reader.skip(1, 'target address');
  const first = reader.u8('network function');
  reader.skip(2, 'checksum and source address');
  const second = reader.u8('sequence');
  return { first, second, reader };
}
