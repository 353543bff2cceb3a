import { createCipheriv } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/**
 * Logs in to a VNC server by password (RFB 3.8, RFC 6143 §7.2.2), as the lab's tests do.
 * @returns the SecurityResult: 0 when the server took the password
 */
export async function vncLogin(port: number, password: string): Promise<number> {
  const socket = connect(port, '127.0.0.1');
  try {
    const next = reader(socket);
    socket.write(await next(12)); // the version that the server offers
    const [count = 0] = await next(1);
    const types = await next(count);
    if (!types.includes(2)) throw new Error('the server does not offer VNC authentication');
    socket.write(Uint8Array.of(2));
    socket.write(answerTo(await next(16), password));
    return (await next(4)).readUInt32BE();
  } finally {
    socket.destroy();
  }
}

/** DES in ECB with the password as key, each byte's bits mirrored. OpenSSL 3 has it only as three equal keys. */
function answerTo(challenge: Buffer, password: string): Buffer {
  const key = Buffer.alloc(8);
  key.write(password, 'latin1');
  const mirrored = key.map((byte) =>
    Number.parseInt(byte.toString(2).padStart(8, '0').split('').reverse().join(''), 2),
  );
  const cipher = createCipheriv('des-ede3-ecb', Buffer.concat([mirrored, mirrored, mirrored]), null);
  return cipher.setAutoPadding(false).update(challenge);
}

function reader(socket: Socket): (length: number) => Promise<Buffer> {
  let waiting = Buffer.alloc(0);
  return async (length) => {
    while (waiting.length < length) {
      const [bytes] = await once(socket, 'data');
      waiting = Buffer.concat([waiting, bytes]);
    }
    const taken = waiting.subarray(0, length);
    waiting = waiting.subarray(length);
    return taken;
  };
}
