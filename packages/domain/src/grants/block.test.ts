import { expect, test } from 'vitest';
import { type Block, decideBlocks } from './block.ts';

const server: Block = { kind: 'being-reinstalled', of: 'server', reason: 'new disks' };
const tenant: Block = { kind: 'unpaid', of: 'organisation', reason: 'invoice 77' };

test('no block refuses nothing, and any block refuses with its reason', () => {
  expect(decideBlocks([])).toEqual({ allowed: true });
  expect(decideBlocks([server])).toEqual({ allowed: false, reason: 'blocked', block: server });
});

test('a block of the whole organisation is the one that is told', () => {
  expect(decideBlocks([server, tenant])).toMatchObject({ block: tenant });
});
