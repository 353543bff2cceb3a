/** `npm run verify:audit`: walks the audit chain of DATABASE_URL, or of the embedded database, running or not. */
import path from 'node:path';
import { createDatabase, verifyAuditChain } from '@postern/database';
import { startEmbeddedPostgres } from '@postern/database/embedded';
import type { ChainVerdict } from '@postern/domain';
import { readScriptEnvironment } from './env.ts';

/** All audit rows of one installation stand in this chain. */
const chain = 'main';

const { databaseUrl, ports } = readScriptEnvironment();
process.exitCode = databaseUrl === undefined ? await verifyEmbedded() : await verify(databaseUrl);

async function verifyEmbedded(): Promise<number> {
  const dataDir = path.resolve(import.meta.dirname, '../.postern/postgres');
  const postgres = await startEmbeddedPostgres({ dataDir, port: ports.postgres });
  try {
    return await verify(postgres.url);
  } finally {
    if (!postgres.wasRunning) await postgres.stop();
  }
}

async function verify(url: string): Promise<number> {
  const db = createDatabase({ url, maxConnections: 1 });
  try {
    const verdict = await verifyAuditChain(db, { chain });
    console.log(sentence(verdict));
    return verdict.intact ? 0 : 1;
  } finally {
    await db.close();
  }
}

function sentence(verdict: ChainVerdict): string {
  if (verdict.intact)
    return `Audit chain "${chain}" is intact: ${verdict.rows} rows, head ${verdict.headHash}.`;
  return `Audit chain "${chain}" is broken at row ${verdict.firstBadSeq} (${verdict.fault}); ${verdict.rows} rows before it are intact.`;
}
