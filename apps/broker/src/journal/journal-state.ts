/** What a journal's records add up to. Knows no file. */
import type { ChainHead, JournalAccount, JournalRecord, JournalRemoval } from './records.ts';

export interface JournalState {
  /** Accounts that may stand on their BMC, by id. */
  readonly live: ReadonlyMap<string, JournalAccount>;
  /** Proven gone, not yet in the database; by account id. */
  readonly unrecorded: ReadonlyMap<string, JournalRemoval>;
  readonly head: ChainHead | undefined;
  readonly observing: boolean;
}

export interface GrowingState extends JournalState {
  /** Any record may come twice, and without those that usually come before it: a line may have been lost. */
  apply(record: JournalRecord): void;
}

export function createState(): GrowingState {
  const live = new Map<string, JournalAccount>();
  const unrecorded = new Map<string, JournalRemoval>();
  let head: ChainHead | undefined;
  let observing = false;
  return {
    live,
    unrecorded,
    get head() {
      return head;
    },
    get observing() {
      return observing;
    },
    apply(record) {
      switch (record.kind) {
        case 'account':
          // Proven gone is the last word on an account: its name is never given again.
          if (!unrecorded.has(record.account.accountId)) live.set(record.account.accountId, record.account);
          return;
        case 'end': {
          const known = live.get(record.accountId);
          if (known !== undefined) live.set(record.accountId, { ...known, end: record.end });
          return;
        }
        case 'removed':
          live.delete(record.removal.accountId);
          unrecorded.set(record.removal.accountId, record.removal);
          return;
        case 'settled':
          live.delete(record.accountId);
          unrecorded.delete(record.accountId);
          return;
        case 'head':
          head = record.head;
          return;
        case 'observing':
          observing = record.observing;
          return;
      }
    },
  };
}

/** The fewest records that add up to `state`. */
export function recordsOf({ head, observing, live, unrecorded }: JournalState): readonly JournalRecord[] {
  return [
    ...(head === undefined ? [] : [{ kind: 'head', head } as const]),
    ...(observing ? [{ kind: 'observing', observing } as const] : []),
    ...[...live.values()].map((account) => ({ kind: 'account', account }) as const),
    ...[...unrecorded.values()].map((removal) => ({ kind: 'removed', removal }) as const),
  ];
}
