import type { SlotAccounts } from '../capabilities.ts';
import { BmcError } from '../errors.ts';
import { isEmptySlot } from './slot-account.ts';

/** Slots below this are the firmware's own by convention (anonymous, default admin). */
const firstOrdinarySlot = 3;

/**
 * The highest slot that is surely empty, read from the top down, so that few are read. Slot 1 is never taken, slot 2
 * only where it is allowed by name. Rejects with `no-free-slot`.
 */
export async function findEmptySlot(
  accounts: SlotAccounts,
  allowedSlots: readonly number[] = [],
): Promise<number> {
  const highest = await accounts.countSlots();
  const ordinary = Array.from(
    { length: Math.max(0, highest - firstOrdinarySlot + 1) },
    (_, i) => highest - i,
  );
  const allowed = allowedSlots.filter((slot) => slot > 1 && slot <= highest).sort((a, b) => b - a);
  for (const slot of allowedSlots.length > 0 ? allowed : ordinary) {
    if (isEmptySlot(await accounts.readSlot(slot))) return slot;
  }
  throw new BmcError('no-free-slot', 'No slot that may be used is empty on this BMC.', {
    outcome: 'not-applied',
    retry: 'later',
  });
}
