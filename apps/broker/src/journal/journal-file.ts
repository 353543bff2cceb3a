/** A file of lines that only grows, and is on the disk when `append` says so. One process owns it. */
import { type FileHandle, open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { encodeLine, readLines } from './line.ts';

export interface JournalFile {
  /** Resolves when the record is on the disk; those that come meanwhile share one sync. Rejects when it is not. */
  append(record: object): Promise<void>;
  /** Puts these records in the place of all: they are on the disk before the old ones are gone. */
  replace(records: readonly object[]): Promise<void>;
  /** Bytes in the file. */
  readonly size: number;
  close(): Promise<void>;
}

export interface OpenedFile {
  readonly file: JournalFile;
  readonly records: readonly unknown[];
  /** Lines that could not be believed, the torn last one not counted. */
  readonly damaged: number;
}

/** Secrets in it are sealed, and still nobody else's business. */
const mode = 0o600;

/** Reads what is there and cuts off a last line that was not finished. */
export async function openJournalFile(filePath: string): Promise<OpenedFile> {
  const bytes = await readIfThere(filePath);
  const { records, damaged, wholeBytes } = readLines(bytes);
  let handle = await open(filePath, 'a', mode);
  let size = wholeBytes;
  let pending: Pending | undefined;
  let last: Promise<unknown> = Promise.resolve();
  await handle.truncate(wholeBytes);
  await handle.datasync();
  await syncFolderOf(filePath);

  function inOrder<T>(work: () => Promise<T>): Promise<T> {
    const turn = last.then(work);
    // The next in line does not care how this one ended; its own caller does.
    last = turn.catch(() => undefined);
    return turn;
  }

  async function write(bytes: Buffer): Promise<void> {
    try {
      await writeAll(handle, bytes);
      await handle.datasync();
      size += bytes.byteLength;
    } catch (error) {
      // Half a line must not spoil the one that comes after it.
      await handle.truncate(size).catch(() => undefined);
      throw error;
    }
  }

  const file: JournalFile = {
    get size() {
      return size;
    },
    append(record) {
      const line = encodeLine(record);
      if (pending !== undefined) {
        pending.lines.push(line);
        return pending.written;
      }
      const lines = [line];
      const written = inOrder(() => {
        pending = undefined;
        return write(Buffer.concat(lines));
      });
      pending = { lines, written };
      return written;
    },
    replace: (next) =>
      inOrder(async () => {
        const whole = Buffer.concat(next.map(encodeLine));
        const fresh = await open(`${filePath}.new`, 'w', mode);
        try {
          await writeAll(fresh, whole);
          await fresh.datasync();
        } finally {
          await fresh.close();
        }
        await rename(`${filePath}.new`, filePath);
        await syncFolderOf(filePath);
        await handle.close();
        handle = await open(filePath, 'a', mode);
        size = whole.byteLength;
      }),
    close: () => inOrder(() => handle.close()),
  };
  return { file, records, damaged };
}

/** Lines that wait for the write at hand to end, and then go out together. */
interface Pending {
  readonly lines: Buffer[];
  readonly written: Promise<void>;
}

async function writeAll(handle: FileHandle, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.byteLength; ) {
    at += (await handle.write(bytes, at, bytes.byteLength - at)).bytesWritten;
  }
}

export async function readIfThere(filePath: string): Promise<Uint8Array> {
  return readFile(filePath).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return new Uint8Array();
    throw error;
  });
}

/** A new name is on the disk only when its folder is. */
export async function syncFolderOf(filePath: string): Promise<void> {
  const folder = await open(path.dirname(filePath), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
