import { createSocket } from 'node:dgram';
import { setTimeout as sleep } from 'node:timers/promises';

/** Get Channel Authentication Capabilities (IPMI 2.0 §22.13), which every BMC answers without a login. */
const question = Buffer.from('0600ff07000000000000000000092018c88100388e04b5', 'hex');

const waitMs = 10_000;
const retryMs = 50;

/** Waits until a BMC answers on this port of 127.0.0.1; false when none does in ten seconds. */
export async function answersPresence(port: number): Promise<boolean> {
  const socket = createSocket('udp4');
  let answered = false;
  socket.on('message', () => {
    answered = true;
  });
  socket.on('error', () => {}); // "nobody listens yet" comes back as an error
  try {
    for (let waited = 0; waited < waitMs && !answered; waited += retryMs) {
      socket.send(question, port, '127.0.0.1', () => {});
      await sleep(retryMs);
    }
    return answered;
  } finally {
    socket.close();
  }
}
