import type { IpmiControl, LanChannel } from '../../capabilities.ts';
import { getChannelAccess } from '../commands/app/get-channel-access.ts';
import { getUserPayloadAccess } from '../commands/app/get-user-payload-access.ts';
import { CompletionCode, hasCompletionCode } from '../completion-code.ts';
import { privilegeName } from '../privilege.ts';
import type { Session } from '../sessions/session.ts';
import { findLanChannels } from './lan-channels.ts';

export async function readLanChannels(session: Session): Promise<readonly LanChannel[]> {
  const channels: LanChannel[] = [];
  for (const channel of await findLanChannels(session)) {
    const { privilegeLimit, ...access } = await session.execute(getChannelAccess, {
      channel,
      which: 'present',
    });
    channels.push({ channel, ...access, privilegeLimit: privilegeName(privilegeLimit) });
  }
  return channels;
}

/** On any channel is enough: what comes in by one LAN channel is the same console. */
export async function readSerialAccess(
  session: Session,
  slot: number,
): ReturnType<IpmiControl['serialAccess']> {
  try {
    for (const channel of await findLanChannels(session)) {
      const { serial } = await session.execute(getUserPayloadAccess, { channel, slot });
      if (serial) return 'allowed';
    }
    return 'denied';
  } catch (error) {
    if (hasCompletionCode(error, CompletionCode.invalidCommand)) return 'unknown';
    throw error;
  }
}
