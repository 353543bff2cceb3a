/** IPMI LAN messages, IPMI 2.0 §13.8: two addresses, two checksums, a 6-bit sequence. */
import { malformed } from '../malformed.ts';
import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';

const bmcAddress = 0x20;
const remoteConsoleAddress = 0x81;

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
  for (const byte of bytes) sum += byte;
  return -sum & 0xff;
}

export function encodeIpmiRequest(request: IpmiRequest): Buffer {
  const head = [bmcAddress, (request.netFn << 2) | (request.lun & 3)];
  const body = new ByteWriter()
    .u8(remoteConsoleAddress)
    .u8((request.sequence << 2) & 0xff)
    .u8(request.command)
    .bytes(request.data)
    .finish();
  return assemble(head, body);
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
  const head = [remoteConsoleAddress, (response.netFn << 2) & 0xff];
  const body = new ByteWriter()
    .u8(bmcAddress)
    .u8(((response.sequence << 2) | (response.lun & 3)) & 0xff)
    .u8(response.command)
    .u8(response.completionCode)
    .bytes(response.data)
    .finish();
  return assemble(head, body);
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

function assemble(head: readonly number[], body: Uint8Array): Buffer {
  return new ByteWriter()
    .bytes(Uint8Array.from(head))
    .u8(checksum(Uint8Array.from(head)))
    .bytes(body)
    .u8(checksum(body))
    .finish();
}

function disassemble(bytes: Uint8Array, checksums: ChecksumPolicy) {
  if (bytes.length < 7) throw malformed('an IPMI message is at least 7 bytes');
  if (checksums === 'check') {
    if (checksum(bytes.subarray(0, 3)) !== 0) throw malformed('header checksum');
    if (checksum(bytes.subarray(3)) !== 0) throw malformed('body checksum');
  }
  const reader = new ByteReader(bytes.subarray(0, -1));
  reader.skip(1, 'target address');
  const first = reader.u8('network function');
  reader.skip(2, 'checksum and source address');
  const second = reader.u8('sequence');
  return { first, second, reader };
}
