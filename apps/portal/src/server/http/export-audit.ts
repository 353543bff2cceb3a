/** The audit log as a file: newest first, narrowed as the page is, read page by page while it is being sent. */
import { type AuditRow, appendAuditEvent, listAuditEvents, tenantScope } from '@postern/database';
import { authorize, type Viewer } from '@postern/domain';
import { stringify } from 'csv-stringify/sync';
import { getViewer } from '../auth/get-viewer.ts';
import { loggableError } from '../log.ts';
import type { Portal } from '../portal.ts';
import { auditRowOf } from '../queries/activity-line-of.ts';
import { type AuditFilter, auditListInput, readAuditFilter } from '../shapes/audit-filter.ts';
import { actorOf } from '../use-cases/actor-of.ts';
import { readCookie } from './read-cookie.ts';
import { refuseForeignRequest } from './same-origin.ts';
import { readSourceAddress } from './source-address.ts';

export const auditExportFormats = ['csv', 'jsonl'] as const;
export type AuditExportFormat = (typeof auditExportFormats)[number];

const pageRows = 1_000;
const contentTypes = {
  csv: 'text/csv; charset=utf-8; header=present',
  jsonl: 'application/jsonl; charset=utf-8',
} as const satisfies Record<AuditExportFormat, string>;

/** `GET /api/audit/export?format=csv|jsonl` with the filter of the audit page. Who took what is recorded. */
export async function exportAudit(portal: Portal, request: Request): Promise<Response> {
  const foreign = refuseForeignRequest(request, portal.origin);
  if (foreign !== null) return refuse(foreign.status, foreign.message);
  const viewer = await getViewer(portal, (name) => readCookie(request.headers, name));
  if (viewer === null) return refuse(401, 'Sign in first.');
  if (!authorize(viewer, 'audit:read').allowed) return refuse(403, 'The audit log is for administrators.');
  const { searchParams } = new URL(request.url);
  const format = auditExportFormats.find((known) => known === searchParams.get('format'));
  if (format === undefined) return refuse(400, `The format is one of ${auditExportFormats.join(', ')}.`);
  const filter = readAuditFilter((name) => searchParams.get(name));
  await recordExport(portal, { viewer, format, filter, sourceAddress: readSourceAddress(request.headers) });
  return new Response(streamOf(portal, { viewer, format, filter }), {
    headers: {
      'content-type': contentTypes[format],
      'content-disposition': `attachment; filename="postern-audit.${format}"`,
      'cache-control': 'no-store',
    },
  });
}

interface Export {
  readonly viewer: Viewer;
  readonly format: AuditExportFormat;
  readonly filter: AuditFilter;
}

function recordExport(
  portal: Portal,
  { viewer, format, filter, sourceAddress }: Export & { readonly sourceAddress: string | undefined },
): Promise<unknown> {
  const { types, ...narrowed } = auditListInput(filter);
  return portal.db.transaction((tx) =>
    appendAuditEvent(tx, {
      type: 'audit.exported',
      outcome: 'ok',
      ...actorOf(viewer, sourceAddress),
      details: {
        format,
        filter: JSON.stringify(types === undefined ? narrowed : { type: filter.type, ...narrowed }),
      },
    }),
  );
}

function streamOf(portal: Portal, { viewer, format, filter }: Export): ReadableStream<Uint8Array> {
  const write = new TextEncoder();
  let before: bigint | undefined;
  let first = true;
  return new ReadableStream({
    async pull(controller) {
      try {
        const found = await listAuditEvents(portal.db.client, tenantScope(viewer), {
          ...auditListInput(filter),
          before,
          limit: pageRows,
        });
        const page = found.slice(0, pageRows);
        before = page.at(-1)?.seq;
        if (page.length > 0 || first) controller.enqueue(write.encode(textOf(format, page, first)));
        first = false;
        if (found.length <= pageRows) controller.close();
      } catch (error) {
        portal.log.error({ error: loggableError(error) }, 'an export of the audit log broke off');
        controller.error(new Error('The export broke off.'));
      }
    },
  });
}

function textOf(format: AuditExportFormat, rows: readonly AuditRow[], first: boolean): string {
  const records = rows.map(recordOf);
  if (format === 'jsonl') return records.map((record) => `${JSON.stringify(record)}\n`).join('');
  const cells = records.map((record) => ({ ...record, details: JSON.stringify(record.details) }));
  // A name may begin like a formula, and people open such files in programs that would run it.
  return stringify(cells, { columns: [...columns], header: first, escape_formulas: true });
}

const columns = [
  'seq',
  'at',
  'type',
  'outcome',
  'actorKind',
  'actorName',
  'actorRole',
  'sourceAddress',
  'tenant',
  'server',
  'serverId',
  'grantId',
  'what',
  'details',
  'hash',
] as const satisfies readonly (keyof ReturnType<typeof recordOf>)[];

/** One row of the file: flat, instants as ISO 8601, absent things as null. */
function recordOf(row: AuditRow) {
  const { seq, at, type, outcome, actor, sourceAddress, organisationName, server, grantId, ...rest } =
    auditRowOf(row);
  return {
    seq,
    at: at.toISOString(),
    type,
    outcome,
    actorKind: actor.kind,
    actorName: actor.name,
    actorRole: actor.role,
    sourceAddress,
    tenant: organisationName,
    server: server?.name ?? null,
    serverId: server?.id ?? null,
    grantId,
    what: rest.sentence,
    details: rest.details,
    hash: rest.hash,
  };
}

function refuse(status: number, message: string): Response {
  return new Response(`${message}\n`, { status, headers: { 'cache-control': 'no-store' } });
}
