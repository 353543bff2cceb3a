import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { readBreakGlassUses } from '../journal/break-glass-file.ts';
import { readJournal } from '../journal/journal.ts';
import { type BootClock, endInstant } from '../journal/known-end.ts';
import type { JournalAccount } from '../journal/records.ts';

/** A live account, and the folder of the broker that knows it: what is done about it is written down there. */
export interface KnownAccount {
  readonly account: JournalAccount;
  readonly folder: string;
  /** Seconds to its end; negative: it is over. Null: it has none. Of an earlier boot: at most. */
  readonly endsInSeconds: number | null;
}

export interface KnownAccounts {
  readonly accounts: readonly KnownAccount[];
  /** Lines of journals that could not be believed: there may be accounts that are not listed. */
  readonly damaged: number;
  readonly folders: readonly string[];
}

/** Reads the journals of this host's brokers beside their owners. @throws what the file system throws. */
export async function readKnownAccounts(
  settings: {
    readonly journalFolder: string;
    readonly site: string | undefined;
    readonly broker: string | undefined;
  },
  clock: BootClock,
): Promise<KnownAccounts> {
  const folders = await listFolders(settings);
  const found = new Map<string, KnownAccount>();
  let damaged = 0;
  for (const folder of folders) {
    const { state, damaged: lines } = await readJournal(folder);
    damaged += lines;
    const gone = new Set(
      (await readBreakGlassUses(folder)).flatMap(({ removals }) => removals.map((each) => each.accountId)),
    );
    for (const account of state.live.values()) {
      if (gone.has(account.accountId)) continue;
      const known = found.get(account.accountId);
      // The broker that made it is the one to hear of its end first.
      if (known?.account.madeHere === true) continue;
      found.set(account.accountId, { account, folder, endsInSeconds: endsIn(account, clock) });
    }
  }
  const accounts = [...found.values()].sort((a, b) =>
    a.account.bmc.serverName.localeCompare(b.account.bmc.serverName),
  );
  return { accounts, damaged, folders };
}

function endsIn({ end }: JournalAccount, clock: BootClock): number | null {
  if (end === null) return null;
  return Math.round((endInstant(end, clock, clock.now()) - clock.now()) / 1_000);
}

/** `<site>/<broker>` below the folder. */
async function listFolders({
  journalFolder,
  site,
  broker,
}: Parameters<typeof readKnownAccounts>[0]): Promise<readonly string[]> {
  const sites = site === undefined ? await foldersIn(journalFolder) : [path.join(journalFolder, site)];
  if (broker !== undefined) return existing(sites.map((folder) => path.join(folder, broker)));
  return (await Promise.all(sites.map(foldersIn))).flat();
}

async function foldersIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => path.join(folder, entry.name));
}

async function existing(folders: readonly string[]): Promise<readonly string[]> {
  await Promise.all(folders.map((folder) => stat(folder)));
  return folders;
}
