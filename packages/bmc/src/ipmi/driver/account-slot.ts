import type { AccountPrivilege, AccountSlot } from '../../capabilities.ts';
import { getUserAccess, type UserAccess } from '../commands/app/get-user-access.ts';
import { getUserName } from '../commands/app/get-user-name.ts';
import { CompletionCode, hasCompletionCode } from '../completion-code.ts';
import { privilegeName } from '../privilege.ts';
import type { Session } from '../sessions/session.ts';

/** From the least to the most; `unset` is above `none` because some firmware takes it for its default. */
const byRank: readonly AccountPrivilege[] = [
  'none',
  'unset',
  'callback',
  'user',
  'operator',
  'administrator',
  'oem',
];

export interface SlotReading {
  readonly slot: AccountSlot;
  readonly maxSlots: number;
}

/** One slot as the BMC holds it, over all the LAN channels given (at least one). */
export async function readAccountSlot(
  session: Session,
  slot: number,
  channels: readonly number[],
): Promise<SlotReading> {
  const accesses: UserAccess[] = [];
  for (const channel of channels) {
    accesses.push(await session.execute(getUserAccess, { channel, slot }));
  }
  const name = await readName(session, slot);
  const fixedNames = Math.max(0, ...accesses.map((access) => access.fixedNames));
  return {
    maxSlots: Math.max(0, ...accesses.map((access) => access.maxSlots)),
    slot: {
      slot,
      name,
      state: combinedState(accesses),
      privilege: highestPrivilege(accesses),
      messaging: accesses.some((access) => access.messaging),
      fixedName: slot <= fixedNames,
    },
  };
}

/** Only these three mean "no name"; any other refusal is not proof of an empty slot. */
export async function readName(session: Session, slot: number): Promise<string> {
  try {
    const { name } = await session.execute(getUserName, { slot });
    return name;
  } catch (error) {
    const { parameterOutOfRange, notPresent, invalidData } = CompletionCode;
    if (hasCompletionCode(error, parameterOutOfRange, notPresent, invalidData)) return '';
    throw error;
  }
}

function combinedState(accesses: readonly UserAccess[]): AccountSlot['state'] {
  if (accesses.some((access) => access.state === 'enabled')) return 'enabled';
  return accesses.every((access) => access.state === 'disabled') ? 'disabled' : 'unknown';
}

function highestPrivilege(accesses: readonly UserAccess[]): AccountPrivilege {
  const names = accesses.map((access) => privilegeName(access.privilege));
  return byRank.findLast((candidate) => names.includes(candidate)) ?? 'unset';
}
