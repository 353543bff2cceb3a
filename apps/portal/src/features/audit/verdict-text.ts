import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '../../server/trpc/router.ts';

export type Verdict = inferRouterOutputs<AppRouter>['audit']['verify'];

const faults: Record<Extract<Verdict, { intact: false }>['fault'], string> = {
  gap: 'a row is missing before it',
  'broken-link': 'it does not follow from the row before it',
  'wrong-hash': 'its contents are not what was written',
  'head-mismatch':
    'the chain ends elsewhere than its head says: rows at the end are missing, or were added beside it',
};

/** "intact: 1 204 rows, head 3f9a2c41…" or "broken at row 17: …". */
export function verdictText(verdict: Verdict): string {
  const rows = `${countText(verdict.rows)} ${verdict.rows === 1 ? 'row' : 'rows'}`;
  if (verdict.intact) return `intact: ${rows}, head ${verdict.headHash.slice(0, 12)}…`;
  return `broken at row ${countText(Number(verdict.firstBadSeq))}: ${faults[verdict.fault]}`;
}

/** 1204 as "1 204", with a space that no line breaks at. */
export function countText(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, '\u00a0');
}
