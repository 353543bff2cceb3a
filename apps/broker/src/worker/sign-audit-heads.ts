import { open } from 'node:fs/promises';
import { readAuditHead } from '@postern/database';
import type { SignedHead } from '@postern/domain';
import type { BrokerParts } from '../broker-parts.ts';
import type { Chore } from './chore.ts';

/** All audit rows of one installation stand in this chain. */
const chain = 'main';

/**
 * Takes the end of the audit chain out of the database each minute that it has moved: into the log, which is shipped
 * elsewhere, and into `file`, if there is one.
 */
export function signAuditHeads(parts: BrokerParts, file: string | undefined): Chore {
  let lastSeq: string | undefined;
  return {
    name: 'sign-audit-heads',
    everyMs: 60_000,
    async run() {
      const read = await readAuditHead(parts.db.client, { chain });
      if (read === undefined || read.seq === lastSeq) return;
      const { now, ...head } = read;
      const signed = parts.vault.headSigner.sign(head, now);
      if (file !== undefined) await appendLine(file, signed);
      parts.log.info({ signedHead: signed }, 'the audit chain ends here');
      lastSeq = head.seq;
    },
  };
}

/** On the disk before it counts. */
async function appendLine(file: string, signed: SignedHead): Promise<void> {
  const handle = await open(file, 'a', 0o640);
  try {
    await handle.appendFile(`${JSON.stringify(signed)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
