import type { BmcUserKind } from '@postern/domain';
import type { Tx } from '../client.ts';

/** The user behind an id, with his server. */
export interface BmcUserAt {
  readonly id: string;
  readonly serverId: string;
  readonly slot: number | null;
  readonly name: string;
  readonly kind: BmcUserKind;
  readonly fixedName: boolean;
  readonly gone: boolean;
}

export async function readBmcUser(tx: Tx, userId: string): Promise<BmcUserAt | undefined> {
  const [user] = await tx.$queryRaw<BmcUserAt[]>`
    select u.id, b.server_id as "serverId", u.slot, u.name, u.kind, u.fixed_name as "fixedName",
           u.gone_at is not null as gone
      from bmc_user u join bmc b on b.id = u.bmc_id where u.id = ${userId}::uuid`;
  return user;
}
