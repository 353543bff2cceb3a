import { createConnection } from 'node:net';
import { createInterface } from 'node:readline';

/**
 * Runs one command on a QEMU monitor (QMP) and gives its result.
 * @param socket path of the monitor's Unix socket, at most 107 bytes (unix(7))
 * @throws Error when nobody listens there, or QEMU refuses the command
 */
export async function qmp(
  socket: string,
  execute: string,
  args: Record<string, unknown> = {},
): Promise<unknown> {
  const connection = createConnection(socket);
  const failed = new Promise<never>((_, reject) => connection.once('error', reject));
  try {
    return await Promise.race([failed, converse(connection, execute, args)]);
  } finally {
    connection.destroy();
  }
}

/** Greeting, capabilities, command: events that come between are not answers. */
async function converse(
  connection: ReturnType<typeof createConnection>,
  execute: string,
  args: Record<string, unknown>,
): Promise<unknown> {
  const send = (command: object) => connection.write(`${JSON.stringify(command)}\n`);
  for await (const line of createInterface({ input: connection })) {
    const message: Record<string, unknown> = JSON.parse(line);
    if ('QMP' in message) {
      send({ execute: 'qmp_capabilities', id: 'hello' });
      send({ execute, arguments: args, id: 'command' });
    }
    if (message.id !== 'command') continue;
    if ('error' in message) throw new Error(`QEMU refused ${execute}: ${JSON.stringify(message.error)}`);
    return message.return;
  }
  throw new Error(`QEMU hung up before it answered ${execute}`);
}
