import { describe, expect, test } from 'vitest';
import { type ChainedRow, type ChainPosition, chainStart, checkRow, hashRow } from './chain.ts';

function chainOf(count: number): ChainedRow[] {
  const rows: ChainedRow[] = [];
  let previous: ChainPosition = chainStart;
  for (let index = 1; index <= count; index += 1) {
    const draft = row(index, previous.hash);
    const chained = { ...draft, hash: hashRow(draft) };
    rows.push(chained);
    previous = { seq: chained.seq, hash: chained.hash };
  }
  return rows;
}

function row(index: number, previousHash: Buffer): Omit<ChainedRow, 'hash'> {
  return {
    chain: 'main',
    seq: BigInt(index),
    atMicros: String(1_700_000_000_000_000 + index),
    type: 'grant.requested',
    outcome: 'ok',
    actorKind: 'user',
    actorId: '',
    actorName: 'Ада',
    sourceAddress: '127.0.0.1',
    organisationId: '',
    serverId: '',
    grantId: '',
    details: `{"n": ${index}}`,
    previousHash,
  };
}

function verify(rows: readonly ChainedRow[]): string {
  let position: ChainPosition = chainStart;
  for (const next of rows) {
    const result = checkRow(position, next);
    if (typeof result === 'string') return `${result} at ${next.seq}`;
    position = result;
  }
  return 'intact';
}

describe('the audit chain', () => {
  const rows = chainOf(5);
  const [first, second, third, fourth] = rows as [ChainedRow, ChainedRow, ChainedRow, ChainedRow];

  test('an untouched chain verifies', () => {
    expect(verify(rows)).toBe('intact');
  });

  test('a changed field is found where it stands', () => {
    const fields = [
      'type',
      'outcome',
      'actorName',
      'sourceAddress',
      'serverId',
      'grantId',
      'details',
      'atMicros',
    ] as const;
    for (const field of fields) {
      const changed = rows.map((each) => (each === third ? { ...each, [field]: `${each[field]}x` } : each));
      expect(verify(changed), field).toBe('wrong-hash at 3');
    }
  });

  test('a text that moves from one field to the next is found', () => {
    const moved = { ...third, actorName: 'Ада127', sourceAddress: '.0.0.1' };
    expect(verify(rows.map((each) => (each === third ? moved : each)))).toBe('wrong-hash at 3');
  });

  test('a removed row leaves a gap', () => {
    expect(verify([first, second, fourth])).toBe('gap at 4');
  });

  test('rows in another order do not link', () => {
    expect(verify([first, { ...third, seq: 2n }, { ...second, seq: 3n }])).toBe('broken-link at 2');
  });

  test('a rewritten row with a recomputed hash breaks the next link', () => {
    const draft = { ...second, actorName: 'somebody else' };
    const rewritten = { ...draft, hash: hashRow(draft) };
    expect(verify([first, rewritten, third])).toBe('broken-link at 3');
  });
});
