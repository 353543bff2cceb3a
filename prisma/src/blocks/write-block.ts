import type { BlockKind } from '@postern/domain';
import type { Tx } from '../client.ts';

/** What is blocked: exactly one of these is given. */
export type Blocked = { readonly serverId: string } | { readonly organisationId: string };

/**
 * Blocks new access for a reason, or says the reason of a block anew. False: it stood so already.
 * @throws Prisma's error of the foreign key when there is no such thing.
 */
export async function setBlock(
  tx: Tx,
  of: Blocked,
  block: {
    readonly kind: BlockKind;
    readonly reason: string;
    readonly endsLive: boolean;
    /** Null: another system. */
    readonly setById: string | null;
  },
): Promise<boolean> {
  const { serverId, organisationId } = idsOf(of);
  const { kind, reason, endsLive, setById } = block;
  const changed = await tx.$executeRaw`
    update access_block
       set reason = ${reason}, ends_live = ${endsLive}, set_by_id = ${setById}::uuid, set_at = now()
     where kind = ${kind} and (server_id = ${serverId}::uuid or organisation_id = ${organisationId}::uuid)
       and (reason, ends_live) is distinct from (${reason}, ${endsLive})`;
  if (changed > 0) return true;
  const added = await tx.$executeRaw`
    insert into access_block (server_id, organisation_id, kind, reason, ends_live, set_by_id)
    values (${serverId}::uuid, ${organisationId}::uuid, ${kind}, ${reason}, ${endsLive}, ${setById}::uuid)
    on conflict do nothing`;
  return added > 0;
}

/** False: there was no such block. */
export async function clearBlock(tx: Tx, of: Blocked, kind: BlockKind): Promise<boolean> {
  const { serverId, organisationId } = idsOf(of);
  const cleared = await tx.$executeRaw`
    delete from access_block
     where kind = ${kind} and (server_id = ${serverId}::uuid or organisation_id = ${organisationId}::uuid)`;
  return cleared > 0;
}

function idsOf(of: Blocked) {
  return {
    serverId: 'serverId' in of ? of.serverId : null,
    organisationId: 'organisationId' in of ? of.organisationId : null,
  };
}
