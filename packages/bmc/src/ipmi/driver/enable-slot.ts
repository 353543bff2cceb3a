import { enableUser } from '../commands/app/set-user-password.ts';
import { CompletionCode, hasCompletionCode } from '../completion-code.ts';
import type { Session } from '../sessions/session.ts';
import { readAccountSlot } from './account-slot.ts';

/** "Wrong size" of Set User Password, table 22-33. */
const wrongPasswordSize = 0x81;

/** Enables or disables a slot; a redundant request that the BMC answers with CCh counts as done. */
export async function setEnabled(
  session: Session,
  slot: number,
  enabled: boolean,
  lanChannels: () => Promise<readonly number[]>,
): Promise<void> {
  try {
    await write(session, slot, enabled);
  } catch (error) {
    if (!hasCompletionCode(error, CompletionCode.invalidData)) throw error;
    const { slot: held } = await readAccountSlot(session, slot, await lanChannels());
    if (held.state !== (enabled ? 'enabled' : 'disabled')) throw error;
  }
}

async function write(session: Session, slot: number, enabled: boolean): Promise<void> {
  try {
    await session.execute(enableUser, { slot, enabled, padded: false });
  } catch (error) {
    if (!hasCompletionCode(error, CompletionCode.requestLengthInvalid, wrongPasswordSize)) throw error;
    await session.execute(enableUser, { slot, enabled, padded: true });
  }
}
