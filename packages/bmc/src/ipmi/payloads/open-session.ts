/** RMCP+ Open Session Request and Response, IPMI 2.0 §13.17 and §13.18. */
import type { CipherAlgorithms } from '../crypto/cipher-suite.ts';
import { ByteReader } from '../framing/byte-reader.ts';
import { ByteWriter } from '../framing/byte-writer.ts';
import { malformed } from '../malformed.ts';
import { RmcpStatus } from './rmcp-status.ts';

export interface OpenSessionRequest {
  readonly tag: number;
  /** 0 asks for the highest; we always say what we want, several BMCs break on 0. */
  readonly maxPrivilege: number;
  readonly consoleSessionId: number;
  readonly algorithms: CipherAlgorithms;
}

export type OpenSessionResponse =
  | { readonly tag: number; readonly status: number; readonly accepted: undefined }
  | { readonly tag: number; readonly status: 0; readonly accepted: AcceptedSession };

export interface AcceptedSession {
  readonly maxPrivilege: number;
  readonly consoleSessionId: number;
  readonly bmcSessionId: number;
  readonly algorithms: CipherAlgorithms;
}

export function encodeOpenSessionRequest(request: OpenSessionRequest): Buffer {
  const writer = new ByteWriter()
    .u8(request.tag)
    .u8(request.maxPrivilege)
    .zeros(2)
    .u32(request.consoleSessionId);
  return writeAlgorithms(writer, request.algorithms).finish();
}

export function decodeOpenSessionRequest(payload: Uint8Array): OpenSessionRequest {
  const reader = new ByteReader(payload);
  const tag = reader.u8('tag');
  const maxPrivilege = reader.u8('privilege') & 0x0f;
  reader.skip(2, 'reserved');
  const consoleSessionId = reader.u32('console session id');
  return { tag, maxPrivilege, consoleSessionId, algorithms: readAlgorithms(reader) };
}

export function encodeOpenSessionResponse(response: OpenSessionResponse): Buffer {
  const writer = new ByteWriter().u8(response.tag).u8(response.status);
  if (response.accepted === undefined) return writer.zeros(6).finish();
  const { accepted } = response;
  writer.u8(accepted.maxPrivilege).zeros(1).u32(accepted.consoleSessionId).u32(accepted.bmcSessionId);
  return writeAlgorithms(writer, accepted.algorithms).finish();
}

/** A refusal may be cut after its status byte: ipmi_sim sends 2 bytes, the specification says 8. */
export function decodeOpenSessionResponse(payload: Uint8Array): OpenSessionResponse {
  const reader = new ByteReader(payload);
  const tag = reader.u8('tag');
  const status = reader.u8('status');
  if (status !== RmcpStatus.ok) return { tag, status, accepted: undefined };
  const maxPrivilege = reader.u8('privilege') & 0x0f;
  reader.skip(1, 'reserved');
  const consoleSessionId = reader.u32('console session id');
  const bmcSessionId = reader.u32('BMC session id');
  return {
    tag,
    status: RmcpStatus.ok,
    accepted: { maxPrivilege, consoleSessionId, bmcSessionId, algorithms: readAlgorithms(reader) },
  };
}

function writeAlgorithms(writer: ByteWriter, algorithms: CipherAlgorithms): ByteWriter {
  const records = [algorithms.authentication, algorithms.integrity, algorithms.confidentiality];
  for (const [type, algorithm] of records.entries()) {
    writer.u8(type).zeros(2).u8(8).u8(algorithm).zeros(3);
  }
  return writer;
}

function readAlgorithms(reader: ByteReader): CipherAlgorithms {
  return {
    authentication: readAlgorithm(reader, 0),
    integrity: readAlgorithm(reader, 1),
    confidentiality: readAlgorithm(reader, 2),
  };
}

function readAlgorithm(reader: ByteReader, type: number): number {
  const record = reader.bytes(8, 'algorithm record');
  if (record[0] !== type) throw malformed('algorithm record type');
  return (record[4] ?? 0) & 0x3f;
}
