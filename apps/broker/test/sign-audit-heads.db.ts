/** Ends of the audit chain leave the database signed, and show when the chain is computed anew. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findRewrittenHead, verifyAuditChain } from '@postern/database';
import { createHeadSigner, isSignedBy, type SignedHead, signedHead } from '@postern/domain';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestSite, type TestSite, until, untilState } from './support/site.ts';

let site: TestSite;
let folder: string;

beforeEach(async () => {
  site = await createTestSite();
  folder = await mkdtemp(path.join(tmpdir(), 'postern-heads-'));
});
afterEach(async () => {
  await site.close();
  await rm(folder, { recursive: true });
});

/** Gives a grant's life to the log, then lets a broker sign where it ends. */
async function signOneHead(): Promise<SignedHead> {
  const server = await site.addServer();
  const first = await site.start();
  await untilState(site, await site.requestGrant(server), 'active');
  await first.stop();
  const file = path.join(folder, 'heads.jsonl');
  const world = await site.brokerWorld({ name: 'broker-2' });
  await site.start({ ...world, settings: { ...world.settings, auditHeadsFile: file } });
  const lines = await until(async () => {
    const text = await readFile(file, 'utf8').catch(() => '');
    return text.endsWith('\n') && text.trimEnd().split('\n');
  });
  return signedHead.parse(JSON.parse(lines[0] ?? ''));
}

test('a broker signs where the chain ends, with the key of its site', async () => {
  const head = await signOneHead();
  const { publicKeyPem } = createHeadSigner(site.keys.site.privateKeyPem);
  expect(isSignedBy(head, publicKeyPem)).toBe(true);
  expect(await findRewrittenHead(site.owner.client, [head])).toBeUndefined();
});

test('a superuser who computes the whole chain anew passes the walk, and not the signed head', async () => {
  const head = await signOneHead();
  await site.owner.client.$executeRaw`create table kept as table audit_event`;
  await site.owner.transaction(async (tx) => {
    // A superuser silences every trigger; what he writes afterwards is chained as if it had always been there.
    await tx.$executeRaw`set local session_replication_role = replica`;
    await tx.$executeRaw`delete from audit_event`;
    await tx.$executeRaw`delete from audit_head`;
  });
  await site.owner.client.$executeRaw`
    insert into audit_event (type, outcome, actor_kind, actor_id, actor_name, organisation_id, server_id, grant_id, details)
    select type, outcome, actor_kind, actor_id, 'Nobody', organisation_id, server_id, grant_id, details
      from kept order by seq`;
  expect(await verifyAuditChain(site.owner, { chain: 'main' })).toMatchObject({ intact: true });
  expect(await findRewrittenHead(site.owner.client, [head])).toEqual(head);
});
