import type { AccountPrivilege } from '../../capabilities.ts';
import { BmcError } from '../../errors.ts';
import { booleanAt, type Json, linkAt, numberAt, textAt } from '../http/json.ts';
import { pathOf } from '../http/redfish-client.ts';
import type { RedfishService } from './service.ts';

export interface AccountResource {
  readonly path: string;
  /** The last part of its path: a number where accounts are slots. */
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly privilege: AccountPrivilege;
  readonly locked: boolean;
}

const privileges: Readonly<Record<string, AccountPrivilege>> = {
  Administrator: 'administrator',
  Operator: 'operator',
  ReadOnly: 'user',
  Commonuser: 'user',
  None: 'none',
  NoAccess: 'none',
  Noaccess: 'none',
  '': 'none',
};

export const roleIds = {
  administrator: 'Administrator',
  operator: 'Operator',
  user: 'ReadOnly',
} as const;

/** A role of the maker's own counts as `oem`: it may be anything. */
export function accountOf(path: string, body: Json): AccountResource {
  const role = textAt(body, 'RoleId') ?? '';
  return {
    path,
    id: decodeURIComponent(path.slice(path.lastIndexOf('/') + 1)),
    name: textAt(body, 'UserName') ?? '',
    enabled: booleanAt(body, 'Enabled') ?? false,
    privilege: Object.hasOwn(privileges, role) ? (privileges[role] ?? 'oem') : 'oem',
    locked: booleanAt(body, 'Locked') ?? false,
  };
}

export interface AccountsPlace {
  readonly path: string;
  readonly model: 'slots' | 'named';
  /** Bytes; absent where the BMC does not tell. */
  readonly longestPassword: number | undefined;
  readonly shortestPassword: number | undefined;
}

/**
 * Where the accounts are and how they are made. The model shows in the Allow header of the collection; without one, in
 * whether the collection lists users without a name.
 */
export async function findAccounts(service: RedfishService): Promise<AccountsPlace> {
  const body = await accountService(service);
  const link = linkAt(body, 'Accounts');
  const path = link === undefined ? '/redfish/v1/AccountService/Accounts' : pathOf(link);
  return {
    path,
    model: body === undefined ? 'named' : await modelOf(service, path),
    longestPassword: numberAt(body, 'MaxPasswordLength'),
    shortestPassword: numberAt(body, 'MinPasswordLength'),
  };
}

/** `undefined` on a service that has no accounts, as some emulators and chassis managers. */
async function accountService({ client, accountService: where }: RedfishService): Promise<Json | undefined> {
  try {
    return (await client.get(where())).body;
  } catch (error) {
    if (error instanceof BmcError && error.code === 'not-supported') return undefined;
    throw error;
  }
}

/** Who may not list accounts cannot find out, and may not write them either: for him it makes no difference. */
async function modelOf(service: RedfishService, path: string): Promise<AccountsPlace['model']> {
  try {
    const { allow } = await service.client.get(path);
    if (allow.length > 0) return allow.includes('POST') ? 'named' : 'slots';
    return (await listAccounts(service, path)).some(isUnnamed) ? 'slots' : 'named';
  } catch (error) {
    if (error instanceof BmcError && error.code === 'privilege-refused') return 'named';
    throw error;
  }
}

function isUnnamed({ name }: AccountResource): boolean {
  return name === '';
}

export async function listAccounts(
  { client }: RedfishService,
  collection: string,
): Promise<readonly AccountResource[]> {
  const accounts: AccountResource[] = [];
  for (const path of await client.members(collection))
    accounts.push(accountOf(path, (await client.get(path)).body));
  return accounts;
}
