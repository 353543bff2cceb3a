import type { ServerRow } from '@postern/database';
import { type Block, blockKinds } from '@postern/domain';
import { z } from 'zod';

const kind = z.enum(blockKinds);

type BlockRow = ServerRow['blocks'][number];

export type StoredBlock = Block &
  Pick<BlockRow, 'endsLive' | 'setAt'> & { readonly setByName: string | null };

/** What blocks new access to a server: its own blocks and its organisation's. */
export function blocksOf(row: {
  readonly blocks: readonly BlockRow[];
  readonly organisation: { readonly blocks: readonly BlockRow[] } | null;
}): StoredBlock[] {
  const own = row.blocks.map((block) => storedBlock(block, 'server'));
  return [...(row.organisation?.blocks ?? []).map((block) => storedBlock(block, 'organisation')), ...own];
}

function storedBlock(row: BlockRow, of: Block['of']): StoredBlock {
  const { reason, endsLive, setAt, setBy } = row;
  return { kind: kind.parse(row.kind), of, reason, endsLive, setAt, setByName: setBy?.name ?? null };
}
