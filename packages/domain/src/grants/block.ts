/** Why a server, or every server of an organisation, gives no new access for now. */
export const blockKinds = ['unpaid', 'abuse', 'being-reinstalled'] as const;
export type BlockKind = (typeof blockKinds)[number];

export interface Block {
  readonly kind: BlockKind;
  /** Whose: this server's, or all servers' of its organisation. */
  readonly of: 'server' | 'organisation';
  /** In words for the tenant. */
  readonly reason: string;
}

export type BlockRefusal = { readonly reason: 'blocked'; readonly block: Block };

/** Blocks of the whole organisation are named first: clearing one server's would not help. */
export function decideBlocks(
  blocks: readonly Block[],
): { readonly allowed: true } | ({ readonly allowed: false } & BlockRefusal) {
  const block = blocks.find(({ of }) => of === 'organisation') ?? blocks[0];
  return block === undefined ? { allowed: true } : { allowed: false, reason: 'blocked', block };
}
