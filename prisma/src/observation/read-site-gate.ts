import type { Tx } from '../client.ts';

/** How far a chain goes: the number of its last row, and that row's hash in hex. */
export interface KnownHead {
  readonly seq: string;
  readonly hash: string;
}

export interface SiteGate {
  /** Nothing may be written to a BMC of this site. */
  readonly observing: boolean;
  /** The chain still holds what was known of it. False: this is another database, or an older state of it. */
  readonly continues: boolean;
  /** `undefined` while nothing was ever recorded. */
  readonly head: KnownHead | undefined;
}

/** `undefined`: this database has no such site. */
export async function readSiteGate(
  tx: Tx,
  { siteId, known }: { readonly siteId: string; readonly known: KnownHead | undefined },
): Promise<SiteGate | undefined> {
  const [gate] = await tx.$queryRaw<
    { observing: boolean; continues: boolean; seq: string | null; hash: string | null }[]
  >`
    select s.observing_since is not null as observing,
           ${known?.seq ?? null}::bigint is null or exists (
             select from audit_event e
              where e.chain = 'main' and e.seq = ${known?.seq ?? null}::bigint
                and e.hash = decode(${known?.hash ?? null}::text, 'hex')) as continues,
           h.seq::text as seq, encode(h.hash, 'hex') as hash
      from site s left join audit_head h on h.chain = 'main' and h.seq > 0
     where s.id = ${siteId}::uuid`;
  if (gate === undefined) return undefined;
  const { observing, continues, seq, hash } = gate;
  return { observing, continues, head: seq === null || hash === null ? undefined : { seq, hash } };
}
