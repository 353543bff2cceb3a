/** User slots over IPMI. Each call writes one thing; planning, order and proof are the caller's. */
import type { AccountHabits, AccountTable, SlotAccounts } from '../../capabilities.ts';
import { BmcError } from '../../errors.ts';
import { maxUserNameLength, setUserName } from '../commands/app/set-user-name.ts';
import { passwordForms, setUserPassword } from '../commands/app/set-user-password.ts';
import { setUserPayloadAccess } from '../commands/app/set-user-payload-access.ts';
import { CompletionCode, hasCompletionCode } from '../completion-code.ts';
import { readMany } from '../sessions/read-many.ts';
import type { Session } from '../sessions/session.ts';
import { readAccountSlot, readName } from './account-slot.ts';
import { setEnabled } from './enable-slot.ts';
import { findLanChannels } from './lan-channels.ts';
import { endSlotSessions, listSessions } from './live-sessions.ts';
import { setSlotPrivilege } from './slot-privilege.ts';

const maxSlotNumber = 63;
const printableAscii = /^[\x20-\x7e]*$/;

/** `habits`: what the on-boarding probe saw this BMC refuse is not sent to it again. */
export function createAccountAdmin(session: Session, habits?: AccountHabits): SlotAccounts {
  let channels: Promise<readonly number[]> | undefined;

  /** Asked once per connection. A failure is not kept, so that the next call asks again. */
  function lanChannels(): Promise<readonly number[]> {
    channels ??= findLanChannels(session).catch((error: unknown) => {
      channels = undefined;
      throw error;
    });
    return channels;
  }

  async function readSlot(slot: number) {
    checkSlot(slot);
    return readAccountSlot(session, slot, await lanChannels());
  }

  return {
    model: 'slots',
    async readTable(): Promise<AccountTable> {
      const first = await readSlot(1);
      const others = Array.from({ length: Math.max(0, first.maxSlots - 1) }, (_, index) => index + 2);
      const read = await readMany(session, others, readSlot);
      return { maxSlots: first.maxSlots, slots: [first, ...read].map(({ slot }) => slot) };
    },
    async countSlots() {
      return (await readSlot(1)).maxSlots;
    },
    async readSlot(slot) {
      return (await readSlot(slot)).slot;
    },
    async readName(slot) {
      checkSlot(slot);
      return readName(session, slot);
    },
    async setName(slot, name) {
      checkSlot(slot);
      if (!printableAscii.test(name) || name.length > maxUserNameLength) {
        throw misuse('A BMC user name has at most 16 printable ASCII characters.');
      }
      if (name === '' && habits?.blankName === 'refused') throw knownRefusal('an empty user name');
      await session.execute(setUserName, { slot, name: Buffer.from(name, 'latin1') });
    },
    async setPassword(slot, password) {
      checkSlot(slot);
      const longest = habits?.passwordBytes ?? passwordForms.short;
      if (password.byteLength === 0 || password.byteLength > longest) {
        throw misuse(`The password of this BMC's users has 1 to ${longest} bytes.`);
      }
      const copy = password.withBytes((bytes) => Buffer.from(bytes));
      try {
        await session.execute(setUserPassword, { slot, password: copy });
      } finally {
        copy.fill(0);
      }
    },
    async setPrivilege(slot, privilege) {
      checkSlot(slot);
      const noAccess = habits?.noAccess !== 'refused';
      await setSlotPrivilege({ session, slot, privilege, channels: await lanChannels(), noAccess });
    },
    async setSerialAccess(slot, allowed) {
      checkSlot(slot);
      if (habits?.serialAccess === 'refused') return 'not-supported';
      return setSerialAccess(session, slot, allowed, await lanChannels());
    },
    async enable(slot) {
      checkSlot(slot);
      await setEnabled(session, slot, true, lanChannels);
    },
    async disable(slot) {
      checkSlot(slot);
      await setEnabled(session, slot, false, lanChannels);
    },
    listSessions: () => listSessions(session),
    async endSessions(slot, sessionIds = []) {
      checkSlot(slot);
      const byHandle =
        habits === undefined || habits.endSession === 'by-handle' || habits.endSession === 'untested';
      return endSlotSessions({ session, slot, sessionIds, byHandle });
    },
  };
}

async function setSerialAccess(
  session: Session,
  slot: number,
  allowed: boolean,
  channels: readonly number[],
): Promise<'done' | 'not-supported'> {
  let supported = false;
  for (const channel of channels) {
    try {
      await session.execute(setUserPayloadAccess, { channel, slot, allowed });
      supported = true;
    } catch (error) {
      if (!hasCompletionCode(error, CompletionCode.invalidCommand, CompletionCode.invalidData)) throw error;
    }
  }
  return supported ? 'done' : 'not-supported';
}

function checkSlot(slot: number): void {
  if (!Number.isInteger(slot) || slot < 1 || slot > maxSlotNumber)
    throw misuse('A BMC user slot is 1 to 63.');
}

/** As the BMC itself would answer, without asking it. */
function knownRefusal(what: string): BmcError {
  return new BmcError('rejected', `This BMC refuses ${what}: its on-boarding probe saw it.`, {
    outcome: 'not-applied',
    retry: 'never',
  });
}

function misuse(message: string): BmcError {
  return new BmcError('misuse', message, { outcome: 'not-applied', retry: 'never' });
}
