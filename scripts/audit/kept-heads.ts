import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { isSignedBy, type SignedHead, signedHead } from '@postern/domain';

/** Files that brokers have filled, and the site's public key for them. */
export type HeadFiles = { readonly heads: string; readonly key: string };

/** The file of heads proves nothing as it is; the message says why and which line. */
export class KeptHeadsError extends Error {
  override readonly name = 'KeptHeadsError';
}

const usage = 'npm run verify:audit -- --heads FILE --key FILE';

/** What stands after `npm run verify:audit --`; without it `own`, where it exists. @throws KeptHeadsError */
export function readHeadFlags(args: readonly string[], own: HeadFiles | undefined): HeadFiles | undefined {
  const { heads, key } = parse(args);
  if (heads !== undefined && key !== undefined) return { heads, key };
  if (heads !== undefined || key !== undefined) throw new KeptHeadsError(`Both files are needed: ${usage}`);
  return own !== undefined && existsSync(own.heads) && existsSync(own.key) ? own : undefined;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: { heads: { type: 'string' }, key: { type: 'string' } } })
      .values;
  } catch (error) {
    throw new KeptHeadsError(`It is ${usage}, not "${args.join(' ')}".`, { cause: error });
  }
}

/** Every head of the file, each with the site's signature. @throws KeptHeadsError at the first that has none */
export function readKeptHeads(files: HeadFiles): readonly SignedHead[] {
  const publicKey = readText(files.key);
  const lines = readText(files.heads).split('\n');
  // A broker that died in the middle of a line leaves a torn last one: it was never counted.
  const whole = lines.slice(0, -1);
  return whole.map((line, index) => {
    const head = signedHead.safeParse(safeJson(line));
    const where = `Line ${index + 1} of ${files.heads}`;
    if (!head.success) throw new KeptHeadsError(`${where} is no signed end of an audit chain.`);
    if (!isSigned(head.data, publicKey, files.key))
      throw new KeptHeadsError(`${where} is not signed with the key in ${files.key}.`);
    return head.data;
  });
}

function isSigned(head: SignedHead, publicKey: string, file: string): boolean {
  try {
    return isSignedBy(head, publicKey);
  } catch (error) {
    throw new KeptHeadsError(`${file} holds no public key.`, { cause: error });
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new KeptHeadsError(`${file} cannot be read.`, { cause: error });
  }
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
