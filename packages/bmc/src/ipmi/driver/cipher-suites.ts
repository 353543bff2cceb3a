import { getChannelCipherSuites } from '../commands/app/get-channel-cipher-suites.ts';
import type { Session } from '../sessions/session.ts';
import { currentChannel } from './channel-settings.ts';

const chunkLength = 16;
const maxChunks = 64;

/** The ids in the records of Get Channel Cipher Suites, IPMI 2.0 table 22-18. */
export async function readCipherSuites(session: Session): Promise<readonly number[]> {
  const chunks: Buffer[] = [];
  for (let index = 0; index < maxChunks; index++) {
    const { records } = await session.execute(getChannelCipherSuites, { channel: currentChannel, index });
    chunks.push(records.subarray(0, chunkLength));
    if (records.length < chunkLength) break;
  }
  return suiteIds(Buffer.concat(chunks));
}

/** A record starts with C0h (id) or C1h (id and 3 bytes of vendor); tags of algorithms follow. */
export function suiteIds(records: Buffer): readonly number[] {
  const ids: number[] = [];
  for (let at = 0; at + 1 < records.length; at++) {
    const start = records[at];
    if (start !== 0xc0 && start !== 0xc1) continue;
    const id = records[at + 1];
    if (id !== undefined) ids.push(id);
    at += start === 0xc0 ? 1 : 4;
  }
  return ids;
}
