import type { NamedAccount, NamedAccounts } from '../../capabilities.ts';
import { BmcError } from '../../errors.ts';
import type { Secret } from '../../secret.ts';
import type { Json } from '../http/json.ts';
import { type AccountResource, type AccountsPlace, listAccounts, roleIds } from './account-resource.ts';
import { checkPassword } from './check-password.ts';
import type { RedfishService } from './service.ts';
import { endSessionsOf, listSessions } from './sessions.ts';

const removeAttempts = 3;

/** Accounts by POST and DELETE. They are looked up by name each time: ids are given again to others. */
export function createNamedAccounts(service: RedfishService, place: AccountsPlace): NamedAccounts {
  const { client, quirks } = service;

  async function resourceOf(name: string): Promise<AccountResource | undefined> {
    return (await listAccounts(service, place.path)).find((account) => account.name === name);
  }

  async function change(name: string, changes: Json, sensitive = false): Promise<void> {
    const found = await resourceOf(name);
    if (found === undefined) throw noSuchAccount();
    await client.patch(found.path, changes, { sensitive });
  }

  return {
    model: 'named',
    list: async () => (await listAccounts(service, place.path)).map(describe),
    async find(name) {
      const found = await resourceOf(name);
      return found === undefined ? undefined : describe(found);
    },
    async create({ name, password, privilege }) {
      checkPassword(place, password);
      const body = {
        UserName: name,
        Password: textOf(password),
        RoleId: roleIds[privilege],
        Enabled: true,
        ...(quirks.accountTypes === undefined ? {} : { AccountTypes: quirks.accountTypes }),
        ...(quirks.waivesPasswordChange ? { PasswordChangeRequired: false } : {}),
      };
      await client.post(place.path, body, { sensitive: true });
    },
    async setPassword(name, password) {
      checkPassword(place, password);
      await change(name, { Password: textOf(password) }, true);
    },
    setPrivilege: (name, privilege) => change(name, { RoleId: roleIds[privilege] }),
    enable: (name) => change(name, { Enabled: true }),
    disable: (name) => change(name, { Enabled: false, ...quirks.disableExtra }),
    async remove(name) {
      for (let attempt = 1; ; attempt++) {
        const found = await resourceOf(name);
        if (found === undefined) return;
        try {
          await client.delete(found.path);
        } catch (error) {
          // A slow BMC answers late or never and has done it: the next look tells.
          const lost = error instanceof BmcError && error.outcome === 'unknown';
          if (!lost || attempt >= removeAttempts) throw error;
        }
        if (attempt >= removeAttempts) return;
      }
    },
    listSessions: async () =>
      (await listSessions(service)).map(({ id, username, remoteAddress }) => ({
        id,
        username,
        remoteAddress,
      })),
    endSessions: (name) => endSessionsOf(service, name),
  };
}

function describe({ name, enabled, privilege, locked }: AccountResource): NamedAccount {
  return { name, state: enabled ? 'enabled' : 'disabled', privilege, lockedOut: locked };
}

function textOf(password: Secret): string {
  return password.withBytes((bytes) => bytes.toString('utf8'));
}

function noSuchAccount(): BmcError {
  return new BmcError('rejected', 'The BMC has no account of that name.', {
    outcome: 'not-applied',
    retry: 'never',
  });
}
