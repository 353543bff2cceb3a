/**
 * `npm run verify:audit`: walks the audit chain of DATABASE_URL, or of the embedded database, running or not; then looks
 * whether the chain still holds each end of it that was signed and kept outside.
 */
import path from 'node:path';
import { createDatabase, type Database, findRewrittenHead, verifyAuditChain } from '@postern/database';
import { startEmbeddedPostgres } from '@postern/database/embedded';
import type { ChainVerdict } from '@postern/domain';
import { type HeadFiles, KeptHeadsError, readHeadFlags, readKeptHeads } from './audit/kept-heads.ts';
import { readScriptEnvironment } from './env.ts';

/** All audit rows of one installation stand in this chain. */
const chain = 'main';
const stateDir = path.resolve(import.meta.dirname, '../.postern');

try {
  const { databaseUrl, ports } = readScriptEnvironment();
  const own = {
    heads: path.join(stateDir, 'audit-heads.jsonl'),
    key: path.join(stateDir, 'keys/audit-heads.pub'),
  };
  const files = readHeadFlags(process.argv.slice(2), databaseUrl === undefined ? own : undefined);
  process.exitCode =
    databaseUrl === undefined
      ? await verifyEmbedded(ports.postgres, files)
      : await verify(databaseUrl, files);
} catch (error) {
  if (!(error instanceof KeptHeadsError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

async function verifyEmbedded(port: number, files: HeadFiles | undefined): Promise<number> {
  const postgres = await startEmbeddedPostgres({ dataDir: path.join(stateDir, 'postgres'), port });
  try {
    return await verify(postgres.url, files);
  } finally {
    if (!postgres.wasRunning) await postgres.stop();
  }
}

async function verify(url: string, files: HeadFiles | undefined): Promise<number> {
  const db = createDatabase({ url, maxConnections: 1 });
  try {
    const verdict = await verifyAuditChain(db, { chain });
    console.log(sentence(verdict));
    const kept = files === undefined || (await holdsKeptHeads(db, files));
    return verdict.intact && kept ? 0 : 1;
  } finally {
    await db.close();
  }
}

async function holdsKeptHeads(db: Database, files: HeadFiles): Promise<boolean> {
  const heads = readKeptHeads(files);
  const rewritten = await findRewrittenHead(db.client, heads);
  if (rewritten === undefined) {
    console.log(`It holds each of the ${heads.length} ends that were signed and kept in ${files.heads}.`);
    return true;
  }
  console.log(
    `It was rewritten: row ${rewritten.seq} is not the one that was signed at ${rewritten.signedAt} (${rewritten.hash}).`,
  );
  return false;
}

function sentence(verdict: ChainVerdict): string {
  if (verdict.intact)
    return `Audit chain "${chain}" is intact: ${verdict.rows} rows, head ${verdict.headHash}.`;
  return `Audit chain "${chain}" is broken at row ${verdict.firstBadSeq} (${verdict.fault}); ${verdict.rows} rows before it are intact.`;
}
