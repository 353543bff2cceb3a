import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { UsageError } from './parse-arguments.ts';

/** Asks on the terminal without showing what is typed. Throws `UsageError` where there is no terminal. */
export async function askPassword(): Promise<string> {
  if (!process.stdin.isTTY) throw new UsageError('Set BMC_PASSWORD: there is no terminal to ask on.');
  process.stderr.write('Password: ');
  const silence = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: silence, terminal: true });
  try {
    return await new Promise<string>((resolve) => terminal.question('', resolve));
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}
