/**
 * What one use of the break-glass command leaves for the broker: a file of its own beside the journal, which only the
 * command writes and only the broker removes. So neither ever writes into the other's file.
 */
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { openJournalFile, readIfThere } from './journal-file.ts';
import { readLines } from './line.ts';
import { type JournalRemoval, removal } from './records.ts';

const breakGlassRecord = z.discriminatedUnion('kind', [
  /** Who, and why: before anything is done. */
  z.object({
    kind: z.literal('opened'),
    id: z.uuid(),
    person: z.string(),
    reason: z.string(),
    at: z.iso.datetime(),
  }),
  /** Before the first write to its BMC: from here on the broker makes nothing of this account. */
  z.object({ kind: z.literal('removing'), accountId: z.uuid() }),
  z.object({ kind: z.literal('removed'), removal }),
  z.object({ kind: z.literal('failed'), accountId: z.uuid(), code: z.string() }),
  z.object({ kind: z.literal('closed') }),
]);
export type BreakGlassRecord = z.output<typeof breakGlassRecord>;

export interface BreakGlassUse {
  readonly id: string;
  readonly person: string;
  readonly reason: string;
  /** The host's clock. */
  readonly at: string;
  readonly removing: readonly string[];
  readonly removals: readonly JournalRemoval[];
  readonly failed: readonly string[];
  /** Nothing more is written into its file. */
  readonly over: boolean;
}

const prefix = 'break-glass-';
const suffix = '.journal';
/** A command that was killed closes nothing. It is over when its file has not grown for this long. */
const deadAfterMs = 3_600_000;

const pathOf = (folder: string, id: string) => path.join(folder, `${prefix}${id}${suffix}`);

/** @throws what the file system throws: then nothing may be done. */
export async function openBreakGlassFile(folder: string, id: string) {
  const { file } = await openJournalFile(pathOf(folder, id));
  return {
    write: (record: BreakGlassRecord) => file.append(record),
    close: () => file.close(),
  };
}

export async function readBreakGlassUses(folder: string): Promise<readonly BreakGlassUse[]> {
  const names = (await readdir(folder)).filter((name) => name.startsWith(prefix) && name.endsWith(suffix));
  const uses = await Promise.all(names.map((name) => readUse(path.join(folder, name))));
  return uses.filter((use) => use !== undefined);
}

/** Once all that it says is in the database. */
export async function removeBreakGlassFile(folder: string, id: string): Promise<void> {
  await rm(pathOf(folder, id), { force: true });
}

async function readUse(filePath: string): Promise<BreakGlassUse | undefined> {
  const records = readLines(await readIfThere(filePath))
    .records.map((each) => breakGlassRecord.safeParse(each))
    .flatMap((parsed) => (parsed.success ? [parsed.data] : []));
  const opened = records.find((record) => record.kind === 'opened');
  if (opened === undefined) return undefined;
  const { id, person, reason, at } = opened;
  return {
    id,
    person,
    reason,
    at,
    removing: records.flatMap((record) => (record.kind === 'removing' ? [record.accountId] : [])),
    removals: records.flatMap((record) => (record.kind === 'removed' ? [record.removal] : [])),
    failed: records.flatMap((record) => (record.kind === 'failed' ? [record.accountId] : [])),
    over: records.some(({ kind }) => kind === 'closed') || (await isOld(filePath)),
  };
}

async function isOld(filePath: string): Promise<boolean> {
  const { mtimeMs } = await stat(filePath);
  return Date.now() - mtimeMs > deadAfterMs;
}
