/**
 * What this broker must know when the database is away: the live accounts and how to reach their BMCs, the instant each
 * one's time is over, what was done meanwhile, and how far the audit chain went. One broker owns one journal.
 */
import { mkdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { type BreakGlassUse, readBreakGlassUses } from './break-glass-file.ts';
import { lockFolder } from './folder-lock.ts';
import { type JournalFile, openJournalFile, readIfThere } from './journal-file.ts';
import { createState, type JournalState, recordsOf } from './journal-state.ts';
import { type BootClock, endInstant } from './known-end.ts';
import { readLines } from './line.ts';
import { type JournalAccount, type JournalRecord, journalRecord } from './records.ts';

export interface Journal {
  readonly folder: string;
  readonly clock: BootClock;
  readonly state: JournalState;
  /** Lines of the file that could not be believed when it was opened. */
  readonly damaged: number;
  /**
   * True in memory at once, on the disk when it resolves. @throws JournalFullError for an account too many; what the
   * file system throws. Who is about to touch a BMC waits for it.
   */
  write(record: JournalRecord): Promise<void>;
  /** The instant by `clock` at which an account's time is over; `undefined`: it has no end of its own. */
  dueAt(account: JournalAccount): number | undefined;
  /** What people did with the break-glass command on this host. */
  breakGlassUses(): Promise<readonly BreakGlassUse[]>;
  close(): Promise<void>;
}

/** Another process of this machine owns this folder. */
export class JournalTakenError extends Error {
  override readonly name = 'JournalTakenError';
}

/** Nothing more is promised that could not be kept without the database. */
export class JournalFullError extends Error {
  override readonly name = 'JournalFullError';
}

const fileName = 'accounts.journal';
/** Written anew when it has grown by this much over what it has to hold. */
const slackBytes = 256 * 1024;
/** Room for some ten thousand live accounts. */
const defaultMostBytes = 32 * 1024 * 1024;

/** @throws JournalTakenError; what the file system throws. */
export async function openJournal(options: {
  /** Made when it is not there, for this user only. */
  readonly folder: string;
  readonly clock: BootClock;
  readonly mostBytes?: number | undefined;
}): Promise<Journal> {
  const { clock, mostBytes = defaultMostBytes } = options;
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  const folder = await realpath(options.folder);
  const lock = await lockFolder(folder);
  if (lock === undefined) throw new JournalTakenError(`Another broker writes the journal in ${folder}.`);
  const { file, records, damaged } = await openJournalFile(path.join(folder, fileName)).catch(
    (error: unknown) => {
      lock.release();
      throw error;
    },
  );
  const openedAt = clock.now();
  const { state, unread } = replay(records);
  let compactedSize = await compact(file, state);

  return {
    folder,
    clock,
    state,
    damaged: damaged + unread,
    async write(record) {
      const isGrowth = record.kind === 'account' && !state.live.has(record.account.accountId);
      if (isGrowth && compactedSize > mostBytes) {
        throw new JournalFullError('The journal of this broker holds as many accounts as it may.');
      }
      state.apply(record);
      await file.append(record);
      if (file.size <= compactedSize + slackBytes) return;
      // Told before it is done: those who write meanwhile need not do it again.
      compactedSize = file.size;
      compactedSize = await compact(file, state);
    },
    dueAt: ({ end }) => (end === null ? undefined : endInstant(end, clock, openedAt)),
    breakGlassUses: () => readBreakGlassUses(folder),
    async close() {
      await file.close();
      lock.release();
    },
  };
}

/** What the owner of `folder` has written, read beside it: as far as it got. */
export async function readJournal(folder: string): Promise<{ state: JournalState; damaged: number }> {
  const { records, damaged } = readLines(await readIfThere(path.join(folder, fileName)));
  const { state, unread } = replay(records);
  return { state, damaged: damaged + unread };
}

/** `unread`: whole lines of a kind or shape that this version does not know. */
function replay(records: readonly unknown[]) {
  const state = createState();
  let unread = 0;
  for (const each of records) {
    const record = journalRecord.safeParse(each);
    if (record.success) state.apply(record.data);
    else unread += 1;
  }
  return { state, unread };
}

async function compact(file: JournalFile, state: JournalState): Promise<number> {
  await file.replace(recordsOf(state));
  return file.size;
}
