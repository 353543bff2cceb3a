import { mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openBreakGlassFile, readBreakGlassUses, removeBreakGlassFile } from './break-glass-file.ts';
import { JournalFullError, JournalTakenError, openJournal, readJournal } from './journal.ts';
import type { JournalRecord } from './records.ts';
import { journalAccount, journalRemoval } from './testing/journal-account.ts';

let folder: string;
const clock = { boot: 'this', now: () => 1_000 };
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'postern-journal-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const file = () => path.join(folder, 'accounts.journal');
const head = { seq: '41', hash: 'ab'.repeat(32) };

async function written(...records: readonly JournalRecord[]): Promise<void> {
  const journal = await openJournal({ folder, clock });
  for (const record of records) await journal.write(record);
  await journal.close();
}

test('what was written is there after a restart', async () => {
  const [kept, moved, removed, settled] = [1, 2, 3, 4].map(() => journalAccount());
  if (!kept || !moved || !removed || !settled) throw new Error('four were made');
  const removal = journalRemoval(removed);
  await written(
    ...[kept, moved, removed, settled].map((account) => ({ kind: 'account', account }) as const),
    { kind: 'end', accountId: moved.accountId, end: null },
    { kind: 'removed', removal },
    { kind: 'settled', accountId: settled.accountId },
    { kind: 'head', head },
    { kind: 'observing', observing: true },
  );
  const journal = await openJournal({ folder, clock });
  expect([...journal.state.live.values()]).toEqual([kept, { ...moved, end: null }]);
  expect([...journal.state.unrecorded.values()]).toEqual([removal]);
  expect(journal.state).toMatchObject({ head, observing: true });
  await journal.close();
});

test('it is for its owner only', async () => {
  await written({ kind: 'head', head });
  expect((await stat(file())).mode & 0o777).toBe(0o600);
});

test('cut off at any byte, it opens, keeps every whole record, and is written on after the last of them', async () => {
  const account = journalAccount();
  await written({ kind: 'head', head }, { kind: 'account', account });
  const whole = await readFile(file());
  for (let bytes = 0; bytes < whole.byteLength; bytes += 17) {
    await writeFile(file(), whole);
    await truncate(file(), bytes);
    const before = (await readJournal(folder)).state;
    await written(
      { kind: 'end', accountId: account.accountId, end: null },
      { kind: 'observing', observing: true },
    );
    const { state, damaged } = await readJournal(folder);
    expect(damaged).toBe(0);
    expect(state.observing).toBe(true);
    expect(state.head).toEqual(before.head);
    expect(state.live.size).toBe(before.live.size);
  }
});

test('a damaged line costs what it said and nothing else, and is reported', async () => {
  await written({ kind: 'observing', observing: true });
  const before = await readFile(file());
  await written({ kind: 'head', head });
  const whole = await readFile(file());
  await writeFile(
    file(),
    Buffer.concat([before, Buffer.from('not a line of ours\n'), whole.subarray(before.length)]),
  );
  const journal = await openJournal({ folder, clock });
  expect(journal.state).toMatchObject({ head, observing: true });
  expect(journal.damaged).toBe(1);
  await journal.close();
});

test('what proves an account gone is not undone by a look at the database that came before it', async () => {
  const account = journalAccount();
  const journal = await openJournal({ folder, clock });
  await journal.write({ kind: 'account', account });
  await journal.write({ kind: 'removed', removal: journalRemoval(account) });
  await journal.write({ kind: 'account', account });
  expect(journal.state.live.size).toBe(0);
  await journal.close();
});

test('it stays small however often things change, and loses nothing by it', async () => {
  const account = journalAccount();
  const journal = await openJournal({ folder, clock });
  await journal.write({ kind: 'account', account });
  await Promise.all(
    Array.from({ length: 6_000 }, (_, seq) =>
      journal.write({ kind: 'head', head: { ...head, seq: String(seq) } }),
    ),
  );
  await journal.write({ kind: 'observing', observing: false });
  expect((await stat(file())).size).toBeLessThan(400 * 1024);
  await journal.close();
  const { state } = await readJournal(folder);
  expect(state.head?.seq).toBe('5999');
  expect([...state.live.values()]).toEqual([account]);
});

test('an account too many is refused; that one is gone can always be written', async () => {
  const [first, second] = [journalAccount(), journalAccount()];
  await written({ kind: 'account', account: first });
  const journal = await openJournal({ folder, clock, mostBytes: 100 });
  await expect(journal.write({ kind: 'account', account: second })).rejects.toThrow(JournalFullError);
  await journal.write({ kind: 'account', account: { ...first, slot: 8 } });
  await journal.write({ kind: 'removed', removal: journalRemoval(first) });
  expect(journal.state.live.size).toBe(0);
  await journal.close();
});

test('two brokers never write one journal', async () => {
  const journal = await openJournal({ folder, clock });
  await expect(openJournal({ folder, clock })).rejects.toThrow(JournalTakenError);
  await journal.close();
  await (await openJournal({ folder, clock })).close();
});

test('what the break-glass command wrote is read by the broker as far as it got, and removed by it alone', async () => {
  const account = journalAccount();
  const id = '00000000-0000-4000-8000-000000000001';
  const removal = journalRemoval(account, { cause: 'break-glass' });
  const command = await openBreakGlassFile(folder, id);
  await command.write({ kind: 'opened', id, person: 'Kim', reason: 'drill', at: removal.at });
  await command.write({ kind: 'removing', accountId: account.accountId });
  expect(await readBreakGlassUses(folder)).toMatchObject([
    { id, person: 'Kim', removing: [account.accountId], removals: [], over: false },
  ]);
  await command.write({ kind: 'removed', removal });
  await command.write({ kind: 'closed' });
  await command.close();
  expect(await readBreakGlassUses(folder)).toMatchObject([{ removals: [removal], over: true }]);
  await removeBreakGlassFile(folder, id);
  expect(await readBreakGlassUses(folder)).toEqual([]);
});
