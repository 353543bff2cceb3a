/** The event log of one server as a file: for whoever may see the server, harmless in a spreadsheet. */
import { readServer, tenantScope } from '@postern/database';
import { authorize } from '@postern/domain';
import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';
import { getViewer } from '../auth/get-viewer.ts';
import type { Portal } from '../portal.ts';
import { readEventsForViewer } from '../queries/read-hardware-for-viewer.ts';
import type { EventShape } from '../shapes/hardware.ts';
import { readCookie } from './read-cookie.ts';
import { refuseForeignRequest } from './same-origin.ts';
import { readSourceAddress } from './source-address.ts';

const contentTypes = {
  csv: 'text/csv; charset=utf-8; header=present',
  json: 'application/json; charset=utf-8',
} as const;

/** `GET /api/servers/<id>/events?format=csv|json`. */
export async function exportEvents(portal: Portal, request: Request, serverId: string): Promise<Response> {
  const foreign = refuseForeignRequest(request, portal.origin);
  if (foreign !== null) return refuse(foreign.status, foreign.message);
  const viewer = await getViewer(portal, (name) => readCookie(request.headers, name));
  if (viewer === null) return refuse(401, 'Sign in first.');
  const format = new URL(request.url).searchParams.get('format');
  if (format !== 'csv' && format !== 'json') return refuse(400, 'The format is one of csv, json.');
  const id = z.uuid().safeParse(serverId).data;
  const scope = tenantScope(viewer);
  const server = id === undefined ? null : await readServer(portal.db.client, scope, id);
  if (server === null || !authorize(viewer, 'server:read', server.organisationId).allowed)
    return refuse(404, 'There is nothing here.');
  const sourceAddress = readSourceAddress(request.headers);
  const found = await readEventsForViewer({ portal, viewer, sourceAddress }, server.id);
  const records = (found?.events ?? []).map(recordOf);
  return new Response(format === 'json' ? JSON.stringify(records, null, 2) : csvOf(records), {
    headers: {
      'content-type': contentTypes[format],
      'content-disposition': `attachment; filename="${fileName(server.name)}-events.${format}"`,
      'cache-control': 'no-store',
    },
  });
}

const columns = [
  'at',
  'clock',
  'secondsSinceStart',
  'severity',
  'sensorType',
  'sensorName',
  'description',
  'asserted',
  'value',
  'limit',
  'unit',
  'firstSeen',
  'raw',
] as const satisfies readonly (keyof ReturnType<typeof recordOf>)[];

/** Instants as ISO 8601, absent things as null. */
function recordOf({ at, clock, secondsSinceStart, severity, reading, seenAt, ...event }: EventShape) {
  return {
    at: at?.toISOString() ?? null,
    clock,
    secondsSinceStart,
    severity,
    sensorType: event.sensorType,
    sensorName: event.sensorName,
    description: event.description,
    asserted: event.asserted,
    value: reading?.value ?? null,
    limit: reading?.threshold ?? null,
    unit: reading?.unit ?? null,
    firstSeen: seenAt.toISOString(),
    raw: event.raw,
  };
}

/** A BMC may name a sensor like a formula, and people open such files in programs that would run it. */
function csvOf(records: readonly ReturnType<typeof recordOf>[]): string {
  const cells = records.map((record) => ({ ...record, asserted: record.asserted ? 'yes' : 'no' }));
  return stringify(cells, { columns: [...columns], header: true, escape_formulas: true });
}

function fileName(server: string): string {
  return server.replaceAll(/[^A-Za-z0-9._-]+/g, '_');
}

function refuse(status: number, error: string): Response {
  return Response.json({ error }, { status, headers: { 'cache-control': 'no-store' } });
}
