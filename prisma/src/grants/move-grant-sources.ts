import type { Tx } from '../client.ts';

/** The addresses that a grant's relay is locked to. Absent: as it was; `null`: none of this family. */
export interface GrantSources {
  readonly ipv4?: string | null | undefined;
  readonly ipv6?: string | null | undefined;
}

/** Locks a live grant's relay to other addresses. `null`: it is over. Returns what holds now. */
export async function moveGrantSources(
  tx: Tx,
  { grantId, sources }: { readonly grantId: string; readonly sources: GrantSources },
): Promise<{ readonly ipv4: string | null; readonly ipv6: string | null } | null> {
  const { ipv4, ipv6 } = sources;
  const [row] = await tx.$queryRaw<{ ipv4: string | null; ipv6: string | null }[]>`
    update access_grant
       set source_ipv4 = case when ${ipv4 === undefined} then source_ipv4 else ${ipv4 ?? null}::inet end,
           source_ipv6 = case when ${ipv6 === undefined} then source_ipv6 else ${ipv6 ?? null}::inet end
     where id = ${grantId}::uuid and state in ('requested', 'provisioning', 'active')
    returning host(source_ipv4) as ipv4, host(source_ipv6) as ipv6`;
  return row ?? null;
}
