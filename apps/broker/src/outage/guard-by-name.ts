import {
  type AccountAdmin,
  carriesName,
  disabledSlotName,
  type NamedAccounts,
  type SlotAccounts,
} from '@postern/bmc';
import { BrokerFault } from '../failure.ts';

interface Place {
  readonly username: string;
  readonly slot?: number;
}

/**
 * The same users, but each single write asks `mayWrite`, and then looks whose slot it is. Without the database there is
 * no lease, so another broker may be at work on the same BMC; it can only have given the slot to another account, and
 * that one is not touched. Where users are kept under names there is nothing to mistake: no name is given twice.
 */
export function guardByName(
  accounts: AccountAdmin,
  account: Place,
  mayWrite: () => Promise<void>,
): AccountAdmin {
  return accounts.model === 'slots'
    ? guardSlots(accounts, account, mayWrite)
    : guardNames(accounts, mayWrite);
}

function guardSlots(accounts: SlotAccounts, account: Place, mayWrite: () => Promise<void>): SlotAccounts {
  const own = { username: account.username, slot: account.slot ?? 0 };
  async function inOwnSlot<T>(slot: number, call: () => Promise<T>): Promise<T> {
    await mayWrite();
    const entry = await accounts.readSlot(slot);
    const isNobodys = entry.name === '' || entry.name === disabledSlotName(slot);
    if (isNobodys || carriesName(entry, own)) return call();
    throw new BrokerFault('superseded', 'The slot of this account belongs to somebody else now.');
  }
  return {
    ...accounts,
    setName: (slot, name) => inOwnSlot(slot, () => accounts.setName(slot, name)),
    setPassword: (slot, password) => inOwnSlot(slot, () => accounts.setPassword(slot, password)),
    setPrivilege: (slot, privilege) => inOwnSlot(slot, () => accounts.setPrivilege(slot, privilege)),
    setSerialAccess: (slot, allowed) => inOwnSlot(slot, () => accounts.setSerialAccess(slot, allowed)),
    enable: (slot) => inOwnSlot(slot, () => accounts.enable(slot)),
    disable: (slot) => inOwnSlot(slot, () => accounts.disable(slot)),
    endSessions: (slot, sessionIds) => inOwnSlot(slot, () => accounts.endSessions(slot, sessionIds)),
  };
}

function guardNames(accounts: NamedAccounts, mayWrite: () => Promise<void>): NamedAccounts {
  async function asked<T>(call: () => Promise<T>): Promise<T> {
    await mayWrite();
    return call();
  }
  return {
    ...accounts,
    create: (wanted) => asked(() => accounts.create(wanted)),
    setPassword: (name, password) => asked(() => accounts.setPassword(name, password)),
    setPrivilege: (name, privilege) => asked(() => accounts.setPrivilege(name, privilege)),
    enable: (name) => asked(() => accounts.enable(name)),
    disable: (name) => asked(() => accounts.disable(name)),
    remove: (name) => asked(() => accounts.remove(name)),
    endSessions: (name) => asked(() => accounts.endSessions(name)),
  };
}
