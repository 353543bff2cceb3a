import type { AuditRow } from '@postern/database';
import { isStaff, type Viewer } from '@postern/domain';
import {
  type ActivityLineShape,
  type AuditRowShape,
  activityLineShape,
  auditRowShape,
} from '../shapes/activity.ts';
import { sentenceOf } from './activity-sentence.ts';

type Details = AuditRowShape['details'];

export function activityLineOf(row: AuditRow, viewer: Viewer): ActivityLineShape {
  const details = detailsOf(row);
  return activityLineShape.parse({
    id: row.seq.toString(),
    at: row.at,
    type: row.type,
    outcome: row.outcome,
    actor: { kind: actorKindOf(row), name: actorNameOf(row), you: row.actorId === viewer.userId },
    sourceAddress: row.sourceAddress,
    sentence: sentenceOf(row.type, row.outcome, details),
    reason: reasonOf(row.type, details, viewer),
  });
}

export function auditRowOf(row: AuditRow): AuditRowShape {
  const details = detailsOf(row);
  return auditRowShape.parse({
    seq: row.seq.toString(),
    at: row.at,
    type: row.type,
    outcome: row.outcome,
    actor: { kind: row.actorKind, name: row.actorName, role: row.actorRole },
    sourceAddress: row.sourceAddress,
    organisationName: row.organisationName,
    server: row.serverId === null ? null : { id: row.serverId, name: row.serverName ?? 'a removed server' },
    grantId: row.grantId,
    details,
    sentence: sentenceOf(row.type, row.outcome, details),
    hash: row.hash,
  });
}

function actorKindOf(row: AuditRow): ActivityLineShape['actor']['kind'] {
  if (row.actorKind === 'broker') return 'postern';
  if (row.actorKind === 'anonymous') return 'anonymous';
  return row.actorRole === 'tenant' ? 'tenant' : 'staff';
}

/** Which of several brokers did it is nothing a reader of a server's page can use. */
function actorNameOf(row: AuditRow): string {
  return row.actorKind === 'broker' ? 'Postern' : row.actorName;
}

/** Their reason is a name for Postern's own sentence, not what a person wrote. */
const closings: readonly string[] = ['console.closed', 'relay.closed'];

/** Why somebody did it, in his own words. Ticket numbers are the hoster's business. */
function reasonOf(type: string, details: Details, viewer: Viewer): string | null {
  const reason = typeof details.reason === 'string' && !closings.includes(type) ? details.reason : null;
  const ticket = typeof details.ticketNumber === 'string' && isStaff(viewer) ? details.ticketNumber : null;
  return [reason, ticket === null ? null : `ticket ${ticket}`].filter(Boolean).join(' · ') || null;
}

/** Only plain values: an event from a newer version may hold more. */
function detailsOf(row: AuditRow): Details {
  if (typeof row.details !== 'object' || row.details === null) return {};
  const entries = Object.entries(row.details).filter(
    ([, value]) => value === null || ['string', 'number', 'boolean'].includes(typeof value),
  );
  return Object.fromEntries(entries) as Details;
}
