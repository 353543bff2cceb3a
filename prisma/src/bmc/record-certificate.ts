import type { AuditActor, ShownCertificate } from '@postern/domain';
import { appendAuditEvent } from '../audit/append-audit-event.ts';
import type { Database } from '../client.ts';

/**
 * Keeps what certificate a BMC showed last. One that is neither the pinned one nor the last one seen is told in the
 * audit log, once.
 */
export async function recordCertificate(
  db: Database,
  shown: { readonly bmcId: string; readonly certificate: ShownCertificate; readonly actor: AuditActor },
): Promise<void> {
  const { bmcId, certificate, actor } = shown;
  await db.transaction(async (tx) => {
    const [held] = await tx.$queryRaw<
      { pin: string | null; seen: string | null; serverId: string; organisationId: string | null }[]
    >`
      select b.certificate_pin as pin, b.certificate_seen->>'sha256' as seen, b.server_id as "serverId",
             s.organisation_id as "organisationId"
        from bmc b join server s on s.id = b.server_id where b.id = ${bmcId}::uuid for update of b`;
    if (held === undefined) return;
    await tx.$executeRaw`
      update bmc set certificate_seen = ${JSON.stringify(certificate)}::jsonb, certificate_seen_at = now()
       where id = ${bmcId}::uuid`;
    const { sha256 } = certificate;
    if (held.pin === null || held.pin === sha256 || held.seen === sha256) return;
    await appendAuditEvent(tx, {
      type: 'bmc.certificate-changed',
      actor,
      outcome: 'refused',
      serverId: held.serverId,
      organisationId: held.organisationId ?? undefined,
      details: { bmcId, pinned: held.pin, seen: sha256 },
    });
  });
}
