/** Every place where bytes or text of a BMC become values, with samples of what it should get. */

import { createSecretKey } from 'node:crypto';
import { globSync } from 'node:fs';
import { cipherSuites } from '../src/ipmi/crypto/cipher-suite.ts';
import { openPacket, sealPacket } from '../src/ipmi/crypto/sealed-packet.ts';
import { ByteReader } from '../src/ipmi/framing/byte-reader.ts';
import { decodeIpmiRequest, decodeIpmiResponse } from '../src/ipmi/framing/ipmi-message.ts';
import { decodeSessionFrame } from '../src/ipmi/framing/session-header.ts';
import { decodeSessionlessPacket } from '../src/ipmi/framing/sessionless-packet.ts';
import { decodeFru } from '../src/ipmi/fru/decode-fru.ts';
import { startHandshake, stepHandshake } from '../src/ipmi/handshake.ts';
import { readOpenedSessionId } from '../src/ipmi/opened-session-id.ts';
import { decodeOpenSessionRequest, decodeOpenSessionResponse } from '../src/ipmi/payloads/open-session.ts';
import { decodeRakp1 } from '../src/ipmi/payloads/rakp-1.ts';
import { decodeRakp2 } from '../src/ipmi/payloads/rakp-2.ts';
import { decodeRakp3 } from '../src/ipmi/payloads/rakp-3.ts';
import { decodeRakp4 } from '../src/ipmi/payloads/rakp-4.ts';
import { decodeSol } from '../src/ipmi/payloads/sol.ts';
import { readDatagram } from '../src/ipmi/read-datagram.ts';
import { decodeSdr } from '../src/ipmi/sdr/decode-record.ts';
import { describeSelEntry } from '../src/ipmi/sel/describe-event.ts';
import { startSol, stepSol } from '../src/ipmi/sol/sol-engine.ts';
import { accountOf } from '../src/redfish/driver/account-resource.ts';
import { parseJson } from '../src/redfish/http/json.ts';
import { refusalOf } from '../src/redfish/http/messages.ts';
import { pathOf } from '../src/redfish/http/redfish-client.ts';
import { vendorOf } from '../src/vendors/vendor.ts';
import { loadVector } from '../testing/vectors/load-vector.ts';
import { isBmcCommand } from './is-command.ts';

export interface FuzzedDecoder {
  readonly name: string;
  readonly samples: readonly Buffer[];
  /** May throw a `BmcError`; anything else is a finding. */
  decode(bytes: Buffer): unknown;
}

/** Whatever stands in the folder, so that no new command is forgotten. */
const commandFolder = new URL('../src/ipmi/commands/', import.meta.url);
const modules: readonly object[] = await Promise.all(
  globSync('*/*.ts', { cwd: commandFolder.pathname })
    .sort()
    .map((file) => import(new URL(file, commandFolder).href) as Promise<object>),
);

const vectors = [
  'suite3-ipmitool-ipmi-sim-power-status',
  'suite17-ipmitool-goipmi-power-status',
  'suite3-ipmitool-ipmi-sim-sdr-sel',
  'suite3-ipmitool-ipmi-sim-sol',
].map(loadVector);
const datagrams = vectors.flatMap(({ packets }) => packets.map(({ hex }) => Buffer.from(hex, 'hex')));
const replies = vectors.flatMap(({ packets }) =>
  packets.flatMap(({ from, ipmi }) =>
    from === 'bmc' && ipmi !== undefined ? [Buffer.from(ipmi.data, 'hex')] : [],
  ),
);
const handshake = datagrams.filter((datagram) => (datagram[5] ?? 0) >= 0x10 && (datagram[5] ?? 0) <= 0x15);
const payloads = handshake.map((datagram) => datagram.subarray(16));
const sdrRecords = replies.filter(({ length }) => length > 20).map((reply) => reply.subarray(2));
const fruImage = Buffer.from(
  '01000001000000fe010219000000c2414282a108c1000000000000000000000000c0020b1f00010203040506070809',
  'hex',
);
const bodies = [
  '{"@odata.id":"/redfish/v1/Systems/1","PowerState":"On","Boot":{"BootSourceOverrideEnabled":"Once"},"Members":[{"@odata.id":"/redfish/v1/a"}]}',
  '{"error":{"code":"Base.1.0.GeneralError","message":"no","@Message.ExtendedInfo":[{"MessageId":"Base.1.0.PasswordChangeRequired","Message":"x","MessageArgs":["/a"],"Resolution":"y"}]}}',
  '{"UserName":"admin","RoleId":"Administrator","Enabled":true,"Oem":{"Dell":{}},"Vendor":"HPE"}',
].map((text) => Buffer.from(text));

const keys = {
  suite: cipherSuites[17],
  trailerKey: createSecretKey(Buffer.alloc(32, 1)),
  aesKey: createSecretKey(Buffer.alloc(16, 2)),
};
const firstState = startHandshake({
  suite: cipherSuites[3],
  privilege: 4,
  username: Buffer.from('admin'),
  tag: 0,
  consoleSessionId: 0xa0a2a3a4,
  consoleRandom: Buffer.alloc(16, 3),
}).state;

export const decoders: readonly FuzzedDecoder[] = [
  { name: 'session header', samples: datagrams, decode: decodeSessionFrame },
  { name: 'sessionless packet', samples: datagrams, decode: decodeSessionlessPacket },
  { name: 'IPMI response', samples: replies, decode: (bytes) => decodeIpmiResponse(bytes, 'ignore') },
  { name: 'IPMI request', samples: replies, decode: (bytes) => decodeIpmiRequest(bytes, 'ignore') },
  { name: 'Open Session request', samples: payloads, decode: decodeOpenSessionRequest },
  { name: 'Open Session response', samples: payloads, decode: decodeOpenSessionResponse },
  { name: 'RAKP 1', samples: payloads, decode: decodeRakp1 },
  { name: 'RAKP 2', samples: payloads, decode: decodeRakp2 },
  { name: 'RAKP 3', samples: payloads, decode: decodeRakp3 },
  { name: 'RAKP 4', samples: payloads, decode: decodeRakp4 },
  { name: 'opened session id', samples: handshake, decode: readOpenedSessionId },
  { name: 'carried datagram', samples: datagrams, decode: readDatagram },
  { name: 'handshake step', samples: handshake, decode: decodeAndStep },
  { name: 'sealed packet', samples: [sealed(0), sealed(1)], decode: (bytes) => openPacket(keys, bytes) },
  { name: 'decrypted payload', samples: [sealed(0)], decode: sealRubbish },
  { name: 'SOL packet', samples: [Buffer.from('01000000416263', 'hex')], decode: stepSolWith },
  { name: 'SDR', samples: sdrRecords, decode: decodeSdr },
  {
    name: 'SEL',
    samples: [Buffer.from('010002000000602000040404010f5750', 'hex')],
    decode: (bytes) => describeSelEntry(bytes, []),
  },
  { name: 'FRU', samples: [fruImage], decode: decodeFru },
  { name: 'Redfish JSON', samples: bodies, decode: readBody },
  {
    name: 'Redfish link',
    samples: [Buffer.from('/redfish/v1/Systems/1?$skip=50')],
    decode: (bytes) => pathOf(bytes.toString('utf8')),
  },
  ...modules
    .flatMap((module): unknown[] => Object.values(module))
    .filter(isBmcCommand)
    .map((command) => ({
      name: command.name,
      samples: replies,
      decode: (bytes: Buffer) => command.decode(new ByteReader(bytes)),
    })),
];

function decodeAndStep(bytes: Buffer): unknown {
  return stepHandshake(firstState, decodeSessionFrame(bytes), { password: Buffer.from('test') });
}

function sealed(payloadType: number): Buffer {
  const packet = { payloadType, sessionId: 7, sequence: 1, payload: Buffer.from('20188104016a00', 'hex') };
  return sealPacket(keys, packet, Buffer.alloc(16, 9));
}

/** What is authentic and still rubbish inside: the code behind the authentication check has to bear it, too. */
function sealRubbish(bytes: Buffer): unknown {
  const packet = { payloadType: 0, sessionId: 7, sequence: 1, payload: bytes.subarray(0, 200) };
  return openPacket(keys, sealPacket(keys, packet, Buffer.alloc(16, 9)));
}

function stepSolWith(bytes: Buffer): unknown {
  let state = stepSol(startSol(20), { type: 'open' }).state;
  state = stepSol(state, { type: 'write', characters: Buffer.from('typed by a person') }).state;
  return stepSol(state, { type: 'packet', packet: decodeSol(bytes), room: true });
}

function readBody(bytes: Buffer): unknown {
  const body = parseJson(bytes.toString('utf8'));
  vendorOf(body);
  accountOf('/redfish/v1/AccountService/Accounts/1', body);
  return refusalOf({ status: 400, body }, { quote: true, outcome: 'unknown' });
}
