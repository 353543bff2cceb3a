import type { Bmc } from '../../capabilities.ts';
import { namedUserLine, slotUserLine } from '../lines.ts';
import type { CommandOutput } from '../output.ts';
import { UsageError } from '../parse-arguments.ts';

/** ipmitool's channel number after `list` is allowed and ignored: every LAN channel is looked at. */
export async function runUser({ accounts }: Bmc, [word = 'list']: readonly string[]): Promise<CommandOutput> {
  if (word !== 'list') throw new UsageError('user needs list.');
  if (accounts.model === 'named') {
    const found = await accounts.list();
    const header = 'Name             State     Privilege';
    return { text: [header, ...found.map(namedUserLine)].join('\n'), json: found };
  }
  const { slots } = await accounts.readTable();
  const header = 'ID  Name             State     Messaging  Privilege';
  return { text: [header, ...slots.map(slotUserLine)].join('\n'), json: slots };
}

export async function runSession(
  { accounts }: Bmc,
  [word = 'list']: readonly string[],
): Promise<CommandOutput> {
  if (word !== 'list' && word !== 'info') throw new UsageError('session needs list.');
  const sessions = await accounts.listSessions();
  const lines = sessions.map((session) =>
    'slot' in session
      ? `${session.handle} | user ${session.slot} | ${session.privilege} | ${session.remoteAddress ?? 'unknown address'}`
      : `${session.id} | ${session.username} | ${session.remoteAddress ?? 'unknown address'}`,
  );
  return { text: lines.join('\n'), json: sessions };
}
