import type { AccountSlot, SlotAccounts } from '../../capabilities.ts';
import { BmcError } from '../../errors.ts';
import type { Json } from '../http/json.ts';
import {
  type AccountResource,
  type AccountsPlace,
  accountOf,
  listAccounts,
  roleIds,
} from './account-resource.ts';
import { checkPassword } from './check-password.ts';
import type { RedfishService } from './service.ts';
import { endSessionsOf, listSessions } from './sessions.ts';

/**
 * Accounts whose numbered places exist all the time and are written with PATCH (iDRAC 8 and 9). An empty name and
 * `Enabled: false` have to go in two requests there: each call here writes one thing anyway.
 */
export function createSlotAccounts(service: RedfishService, place: AccountsPlace): SlotAccounts {
  const { client, quirks } = service;

  async function readResource(slot: number): Promise<AccountResource> {
    const path = pathOfSlot(place, slot);
    return accountOf(path, (await client.get(path)).body);
  }

  async function change(slot: number, changes: Json): Promise<void> {
    checkSlot(slot, quirks.firstSlot);
    await client.patch(pathOfSlot(place, slot), changes);
  }

  return {
    model: 'slots',
    async readTable() {
      const slots = (await listAccounts(service, place.path)).map(describe);
      return { maxSlots: Math.max(0, ...slots.map(({ slot }) => slot)), slots };
    },
    async countSlots() {
      const paths = await client.members(place.path);
      return Math.max(0, ...paths.map((path) => Number(path.slice(path.lastIndexOf('/') + 1)) || 0));
    },
    readSlot: async (slot) => describe(await readResource(slot)),
    readName: async (slot) => describe(await readResource(slot)).name,
    setName: (slot, name) => change(slot, { UserName: name }),
    async setPassword(slot, password) {
      checkPassword(place, password);
      const text = password.withBytes((bytes) => bytes.toString('utf8'));
      // The administrator's own slot keeps its name and rights, and takes a new password.
      checkSlot(slot, administratorSlot);
      await client.patch(pathOfSlot(place, slot), { Password: text }, { sensitive: true });
    },
    setPrivilege: (slot, privilege) =>
      change(slot, { RoleId: privilege === 'none' ? 'None' : roleIds[privilege] }),
    setSerialAccess: async () => 'not-supported',
    enable: (slot) => change(slot, { Enabled: true }),
    disable: (slot) => change(slot, { Enabled: false, ...quirks.disableExtra }),
    async listSessions() {
      const accounts = await listAccounts(service, place.path);
      return (await listSessions(service)).map(({ username, remoteAddress }, handle) => {
        const account = accounts.find(({ name }) => name === username);
        return {
          handle,
          slot: account === undefined ? 0 : Number(account.id),
          privilege: account?.privilege ?? 'unset',
          remoteAddress,
        };
      });
    },
    async endSessions(slot) {
      const { name } = await readResource(slot);
      return name === '' ? { ended: 0, remaining: 0, told: true } : endSessionsOf(service, name);
    },
  };
}

/** Slot 1 is reserved, and 2 is the one that a BMC comes with. */
const administratorSlot = 2;

/** Messaging is what lets a user in over IPMI; here an enabled user with a role is let in. */
function describe({ id, name, enabled, privilege }: AccountResource): AccountSlot {
  return {
    slot: Number(id),
    name,
    state: enabled ? 'enabled' : 'disabled',
    privilege,
    messaging: privilege !== 'none',
    fixedName: false,
  };
}

function pathOfSlot({ path }: AccountsPlace, slot: number): string {
  return `${path.replace(/\/$/, '')}/${slot}`;
}

function checkSlot(slot: number, first: number): void {
  if (Number.isInteger(slot) && slot >= first) return;
  throw new BmcError('misuse', `The first user slot that may be written on this BMC is ${first}.`, {
    outcome: 'not-applied',
    retry: 'never',
  });
}
