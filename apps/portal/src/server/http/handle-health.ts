import { databaseNow } from '@postern/database';
import { loggableError } from '../log.ts';
import type { Portal } from '../portal.ts';

/** 200 while the database answers; without it no page can say anything true. */
export async function handleHealth({ db, log }: Portal): Promise<Response> {
  const headers = { 'cache-control': 'no-store' };
  try {
    await databaseNow(db.client);
    return Response.json({ status: 'ok' }, { headers });
  } catch (error) {
    log.warn({ error: loggableError(error) }, 'the database does not answer');
    return Response.json({ status: 'database-unavailable' }, { status: 503, headers });
  }
}
