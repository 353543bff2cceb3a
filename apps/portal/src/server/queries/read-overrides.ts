import {
  type PolicyOwnerId,
  readInheritedPolicy,
  readPolicyLayer,
  readPolicyOfServer,
  type Tx,
} from '@postern/database';
import type { PolicyValues, ResolvedPolicy } from '@postern/domain';

export interface Overrides {
  readonly own: PolicyValues;
  readonly inherited: ResolvedPolicy | null;
  readonly holding: ResolvedPolicy | null;
}

/** What a tenant or a server says itself, and what would hold on the server if it said nothing; `null`: no such thing. */
export async function readOverrides(tx: Tx, of: PolicyOwnerId): Promise<Overrides | null> {
  const layer = await readPolicyLayer(tx, of);
  if (layer === undefined) return null;
  if (!('serverId' in of)) return { own: layer.values, inherited: null, holding: null };
  const [inherited, holding] = await Promise.all([
    readInheritedPolicy(tx, of.serverId),
    readPolicyOfServer(tx, of.serverId),
  ]);
  return { own: layer.values, inherited: inherited ?? null, holding: holding ?? null };
}
