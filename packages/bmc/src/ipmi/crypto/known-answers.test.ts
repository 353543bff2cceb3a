/** Known answers computed by an independent script with OpenSSL's command line as its cipher. */
import { expect, test } from 'vitest';
import { PayloadType } from '../framing/payload-type.ts';
import { cipherSuites } from './cipher-suite.ts';
import {
  deriveSessionKeys,
  type RakpExchange,
  rakp2AuthCode,
  rakp3AuthCode,
  rakp4IntegrityCheck,
  sessionIntegrityKey,
} from './rakp-codes.ts';
import { sealPacket } from './sealed-packet.ts';

const password = Buffer.from('Ab3-xY7_kQ9mZr2TpW');

const answers = {
  3: {
    rakp2: '84ec10eb3dcdc0eb0f7b23281c49678bf14c1d6e',
    rakp3: 'f9687377ef95b77c9e2b2db95c1468cc4e554b5a',
    sik: 'da5082613f4f9015680da360cff372632481ad13',
    rakp4: '47d457f99b0af99e543861be',
    k1: '562dca144961cbdcfd145f9ecb1ed514a750957e',
    aesKey: '996b1c02520e0892ba4a017feda8538c',
    packet:
      '0600ff0706c000010002010000002000606162636465666768696a6b6c6d6e6ff709e571cc46d33b16e1a91184803686ffff0207acadeda755a74b692673c542',
  },
  17: {
    rakp2: 'fbb4506c6288aea57534f4a4b18c8bc45974990d33cfd6d558c018c139af7389',
    rakp3: '09a806da90c4b5a147f0e2b6fd32318f0f00b66e3d6013143db6ef11df4e0d73',
    sik: '79322b0a86157fe3b50f55dd1dab1f6f8d4f33b00a461f3b3e2077ef54352fdc',
    rakp4: '24c79a9b6a2f0b1bffe0447e2c554496',
    k1: 'b31a1dd19d870cd2381a46c9acecaf8962bb91746d751310ac1a773d4a2d3fe6',
    aesKey: '8ded6164d6ce47cf21a9e81c67c6123e',
    packet:
      '0600ff0706c000010002010000002000606162636465666768696a6b6c6d6e6f7c51bf1c6482a31223599b099fb799e8ffff02079ad01497d98727c6ef330687f2fdf710',
  },
} as const;

test.each([3, 17] as const)('suite %i gives the known codes, keys and packet', (id) => {
  const suite = cipherSuites[id];
  const exchange: RakpExchange = {
    suite,
    consoleSessionId: 0x0a0b0c0d,
    bmcSessionId: 0x02000100,
    consoleRandom: counting(0x10),
    bmcRandom: counting(0x40),
    bmcGuid: counting(0xa0),
    role: 0x13,
    username: Buffer.from('g_k3v7qz'),
  };
  const sik = sessionIntegrityKey(exchange, password);
  const keys = deriveSessionKeys(suite, sik, password);
  const packet = sealPacket(
    keys,
    {
      payloadType: PayloadType.ipmi,
      sessionId: exchange.bmcSessionId,
      sequence: 1,
      payload: Buffer.from('2018c88104017a', 'hex'),
    },
    counting(0x60),
  );
  expect({
    rakp2: rakp2AuthCode(exchange, password).toString('hex'),
    rakp3: rakp3AuthCode(exchange, password).toString('hex'),
    sik: sik.toString('hex'),
    rakp4: rakp4IntegrityCheck(exchange, sik).toString('hex'),
    k1: keys.trailerKey.export().toString('hex'),
    aesKey: keys.aesKey.export().toString('hex'),
    packet: packet.toString('hex'),
  }).toEqual(answers[id]);
});

function counting(from: number): Buffer {
  return Buffer.from(Array.from({ length: 16 }, (_, index) => from + index));
}
