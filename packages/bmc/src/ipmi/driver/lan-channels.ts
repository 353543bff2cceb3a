import { BmcError } from '../../errors.ts';
import { getChannelInfo } from '../commands/app/get-channel-info.ts';
import type { Session } from '../sessions/session.ts';

const currentChannel = 0x0e;
const lastChannel = 0x0b;
const lanMedia: readonly number[] = [4, 6];

/**
 * The real numbers of all LAN channels: usually 1, but 8 or a pair 2 and 3 on some boards. Writes must name
 * them, and a revoked user must lose every one. Channels that the BMC refuses to describe do not exist.
 */
export async function findLanChannels(session: Session): Promise<readonly number[]> {
  const channels = new Set<number>();
  for (const asked of [currentChannel, ...numbersTo(lastChannel)]) {
    const info = await describeChannel(session, asked);
    if (info !== undefined && lanMedia.includes(info.medium)) channels.add(info.channel);
  }
  // A BMC without Get Channel Info still answers on the channel that we came in by.
  return channels.size === 0 ? [currentChannel] : [...channels];
}

async function describeChannel(session: Session, channel: number) {
  try {
    return await session.execute(getChannelInfo, { channel });
  } catch (error) {
    if (error instanceof BmcError && error.completionCode !== undefined) return undefined;
    throw error;
  }
}

function numbersTo(last: number): readonly number[] {
  return Array.from({ length: last }, (_, index) => index + 1);
}
