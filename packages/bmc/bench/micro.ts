/** What one message costs, and where the time of a poll goes. */
import { createSecretKey, randomBytes } from 'node:crypto';
import { decryptPayload, encryptPayload } from '../src/ipmi/crypto/aes-payload.ts';
import { cipherSuites } from '../src/ipmi/crypto/cipher-suite.ts';
import { openPacket, sealPacket } from '../src/ipmi/crypto/sealed-packet.ts';
import { decodeIpmiResponse, encodeIpmiRequest } from '../src/ipmi/framing/ipmi-message.ts';

const repeats = 200_000;
const request = { netFn: 0, lun: 0, sequence: 1, command: 1, data: Buffer.alloc(0) };
const message = encodeIpmiRequest(request);
const response = Buffer.from('81041c20040100210000', 'hex');
const iv = randomBytes(16);

const rows = ([3, 17] as const).flatMap((id) => {
  const suite = cipherSuites[id];
  const keys = {
    suite,
    trailerKey: createSecretKey(randomBytes(suite.authCodeLength)),
    aesKey: createSecretKey(randomBytes(16)),
  };
  const packet = { payloadType: 0, sessionId: 1, sequence: 1, payload: message };
  const sealed = sealPacket(keys, packet, iv);
  const encrypted = encryptPayload(keys.aesKey, message, iv);
  return [
    time(`encode`, () => encodeIpmiRequest(request)),
    time(`decode`, () => decodeIpmiResponse(response, 'ignore')),
    time(`encrypt, suite ${id}`, () => encryptPayload(keys.aesKey, message, iv)),
    time(`decrypt, suite ${id}`, () => decryptPayload(keys.aesKey, encrypted)),
    time(`seal (encrypt, authenticate), suite ${id}`, () => sealPacket(keys, packet, iv)),
    time(`open (verify, decrypt), suite ${id}`, () => openPacket(keys, sealed)),
  ];
});
console.table(rows.filter(({ what }, index) => rows.findIndex((row) => row.what === what) === index));

function time(what: string, work: () => unknown) {
  for (let warm = 0; warm < 20_000; warm++) work();
  const before = process.cpuUsage();
  for (let round = 0; round < repeats; round++) work();
  const { user, system } = process.cpuUsage(before);
  return { what, 'CPU ns per message': Math.round(((user + system) * 1e3) / repeats) };
}
