import type { AuditEvent, ObservingCause } from '@postern/domain';
import { appendAuditEvent } from '../audit/append-audit-event.ts';
import type { Tx } from '../client.ts';

/** Lets a site write to none of its BMCs until that is confirmed. False: it observes already, or is not there. */
export async function observeSite(
  tx: Tx,
  {
    siteId,
    cause,
    event,
  }: { readonly siteId: string; readonly cause: ObservingCause; readonly event: AuditEvent },
): Promise<boolean> {
  const [site] = await tx.$queryRaw<{ begun: boolean }[]>`
    select observe_site(${siteId}::uuid, ${cause}) as begun`;
  if (!site?.begun) return false;
  await appendAuditEvent(tx, event);
  return true;
}
