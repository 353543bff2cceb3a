/** The account service, in the two styles that firmware has it. */
import { privilegeCodes, type UserSlot } from '../../server/user-table.ts';
import { collection, created, noContent, notFound, ok, refuse, type ServiceReply } from '../reply.ts';
import type { Route, RouteRequest } from '../route.ts';
import {
  accountEtag,
  addLogEntry,
  endSessionsOf,
  privilegeOfRole,
  type RedfishService,
  roleOf,
} from '../service.ts';

const accountsPath = '/redfish/v1/AccountService/Accounts';

export const accountRoutes: readonly Route[] = [
  {
    method: 'GET',
    pattern: '/redfish/v1/AccountService',
    role: 'ReadOnly',
    run: ({ service: { habit } }) =>
      ok({
        '@odata.type': '#AccountService.v1_15_0.AccountService',
        '@odata.id': '/redfish/v1/AccountService',
        Id: 'AccountService',
        Name: 'Account service',
        MinPasswordLength: habit.passwordLength.minimum,
        MaxPasswordLength: habit.passwordLength.maximum,
        AccountLockoutThreshold: 0,
        Accounts: { '@odata.id': accountsPath },
      }),
  },
  {
    method: 'GET',
    pattern: accountsPath,
    role: 'Administrator',
    run({ service }) {
      const listed = service.server.users
        .list()
        .filter((user) => service.habit.accountModel === 'slots' || user.name !== '');
      const allow = service.habit.accountModel === 'collection' ? 'GET, HEAD, POST' : 'GET, HEAD';
      return ok(
        collection(
          'ManagerAccount',
          accountsPath,
          listed.map((user) => pathOfAccount(service, user)),
        ),
        { allow },
      );
    },
  },
  { method: 'POST', pattern: accountsPath, role: 'Administrator', run: createAccount },
  {
    method: 'GET',
    pattern: `${accountsPath}/:account`,
    role: 'ReadOnly',
    run({ service, params, session }) {
      const user = accountOf(service, params.account ?? '');
      if (user === undefined) return notFound;
      const asking = session === undefined ? undefined : service.server.users.slot(session.slot);
      if (asking !== user && asking?.privilege !== privilegeCodes.administrator)
        return refuse(403, 'InsufficientPrivilege', 'Not allowed.');
      return ok(describe(service, user), { etag: etagHeader(service, user) });
    },
  },
  { method: 'PATCH', pattern: `${accountsPath}/:account`, role: 'ReadOnly', run: changeAccount },
  {
    method: 'DELETE',
    pattern: `${accountsPath}/:account`,
    role: 'Administrator',
    run({ service, params }) {
      const user = accountOf(service, params.account ?? '');
      if (service.habit.accountModel === 'slots')
        return refuse(405, 'OperationNotAllowed', 'Accounts cannot be removed.');
      if (user === undefined) return notFound;
      endSessionsOf(service, user.slot);
      service.server.users.clear(user.slot);
      addLogEntry(service, 'OK', 'An account was removed.');
      return noContent;
    },
  },
];

function createAccount({ service, body }: RouteRequest): ServiceReply {
  const { habit, server } = service;
  if (habit.accountModel === 'slots')
    return refuse(405, 'OperationNotAllowed', 'Accounts cannot be created.');
  const name = String(body.UserName ?? '');
  const role = body.RoleId === undefined && !habit.needsRoleId ? 'ReadOnly' : body.RoleId;
  const privilege = privilegeOfRole(role);
  if (privilege === undefined)
    return refuse(400, 'PropertyValueNotInList', 'RoleId is not in the list.', ['RoleId']);
  const refusal = refuseName(service, name) ?? refusePassword(service, body.Password);
  if (refusal !== undefined) return refusal;
  const slot = server.users.list().find((user) => user.slot > 2 && user.name === '');
  if (slot === undefined)
    return refuse(400, 'CreateLimitReachedForResource', 'No room for one more account.');
  Object.assign(slot, {
    name,
    privilege,
    password: Buffer.from(String(body.Password)),
    enabled: body.Enabled !== false,
    messaging: true,
    serialAccess: true,
  });
  if (habit.newPasswordMustChange && body.PasswordChangeRequired !== false) service.mustChange.add(slot.slot);
  addLogEntry(service, 'OK', 'An account was created.');
  return created(pathOfAccount(service, slot), describe(service, slot));
}

const settable: readonly string[] = [
  'UserName',
  'Password',
  'RoleId',
  'Enabled',
  'Locked',
  'AccountTypes',
  'PasswordChangeRequired',
  'Oem',
];

function changeAccount(request: RouteRequest): ServiceReply {
  const { service, params, body, session } = request;
  const user = accountOf(service, params.account ?? '');
  if (user === undefined) return notFound;
  const asking = session === undefined ? undefined : service.server.users.slot(session.slot);
  const ownPassword = asking === user && Object.keys(body).every((key) => key === 'Password');
  if (!ownPassword && asking?.privilege !== privilegeCodes.administrator)
    return refuse(403, 'InsufficientPrivilege', 'Not allowed.');
  return refuseEtag(request, user) ?? refuseChange(service, user, body) ?? applyChange(service, user, body);
}

function refuseEtag({ service, ifMatch }: RouteRequest, user: UserSlot): ServiceReply | undefined {
  const { habit } = service;
  if (ifMatch === undefined)
    return habit.needsIfMatch ? refuse(428, 'PreconditionRequired', 'If-Match is needed.') : undefined;
  const etag = accountEtag(user);
  const taken = habit.quotesEtagsBadly ? [etag, '*'] : [`"${etag}"`, '*'];
  return taken.includes(ifMatch) ? undefined : refuse(412, 'PreconditionFailed', 'The ETag does not match.');
}

function refuseChange(
  service: RedfishService,
  user: UserSlot,
  body: RouteRequest['body'],
): ServiceReply | undefined {
  const unknown = Object.keys(body).find((key) => !settable.includes(key));
  if (unknown !== undefined) return refuse(400, 'PropertyUnknown', 'A property is unknown.', [unknown]);
  if (service.habit.separatesNameAndEnabled && user.name !== '' && 'UserName' in body && 'Enabled' in body)
    return refuse(400, 'PropertyValueConflict', 'UserName and Enabled cannot change together.');
  if (body.RoleId !== undefined && privilegeOfRole(body.RoleId) === undefined)
    return refuse(400, 'PropertyValueNotInList', 'RoleId is not in the list.', ['RoleId']);
  const inUse = [...service.sessions.values()].some((session) => session.slot === user.slot);
  if (service.habit.disableNeedsForceLogout && body.Enabled === false && inUse && !forcesLogout(body))
    return refuse(400, 'ResourceInUse', 'The user is logged in.');
  if (body.UserName !== undefined && body.UserName !== user.name) {
    const emptying = body.UserName === '' && service.habit.accountModel === 'slots';
    const refusal = emptying ? undefined : refuseName(service, String(body.UserName));
    if (refusal !== undefined) return refusal;
  }
  return body.Password === undefined ? undefined : refusePassword(service, body.Password);
}

function forcesLogout(body: RouteRequest['body']): boolean {
  return JSON.stringify(body.Oem ?? {}).includes('"ForceLogout":true');
}

function applyChange(service: RedfishService, user: UserSlot, body: RouteRequest['body']): ServiceReply {
  if (typeof body.UserName === 'string') user.name = body.UserName;
  if (typeof body.Password === 'string') {
    user.password = Buffer.from(body.Password);
    service.mustChange.delete(user.slot);
  }
  const privilege = privilegeOfRole(body.RoleId);
  if (privilege !== undefined) Object.assign(user, { privilege, messaging: privilege <= 4 });
  if (typeof body.Enabled === 'boolean') user.enabled = body.Enabled;
  if (!user.enabled || user.name === '') endSessionsOf(service, user.slot, forcesLogout(body));
  if (user.name === '' && service.habit.accountModel === 'slots') service.server.users.clear(user.slot);
  addLogEntry(service, 'OK', 'An account was changed.');
  return ok(describe(service, user), { etag: etagHeader(service, user) });
}

function describe(service: RedfishService, user: UserSlot): object {
  return {
    '@odata.type': '#ManagerAccount.v1_12_0.ManagerAccount',
    '@odata.id': pathOfAccount(service, user),
    Name: 'User account',
    '@odata.etag': etagHeader(service, user),
    Id: service.habit.accountId === 'name' ? user.name : String(user.slot),
    UserName: user.name,
    RoleId: roleOf(user),
    Enabled: user.enabled,
    Locked: false,
    PasswordChangeRequired: service.mustChange.has(user.slot),
    AccountTypes: ['Redfish', 'IPMI'],
  };
}

function etagHeader({ habit }: RedfishService, user: UserSlot): string {
  return habit.quotesEtagsBadly ? `W/"${accountEtag(user)}"` : `"${accountEtag(user)}"`;
}

function pathOfAccount({ habit }: RedfishService, user: UserSlot): string {
  return `${accountsPath}/${habit.accountId === 'name' ? encodeURIComponent(user.name) : user.slot}`;
}

function accountOf({ habit, server }: RedfishService, id: string): UserSlot | undefined {
  const found = habit.accountId === 'name' ? server.users.findByName(id) : server.users.slot(Number(id));
  const exists = found !== undefined && (habit.accountModel === 'slots' || found.name !== '');
  return exists ? found : undefined;
}

function refuseName({ server }: RedfishService, name: string): ServiceReply | undefined {
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,15}$/.test(name))
    return refuse(400, 'PropertyValueFormatError', 'The user name is not allowed.', ['UserName']);
  return server.users.findByName(name) === undefined
    ? undefined
    : refuse(400, 'ResourceAlreadyExists', 'The user name is taken.', ['UserName']);
}

function refusePassword({ habit }: RedfishService, password: unknown): ServiceReply | undefined {
  const { minimum, maximum } = habit.passwordLength;
  const length = typeof password === 'string' ? Buffer.byteLength(password) : 0;
  return length >= minimum && length <= maximum
    ? undefined
    : refuse(400, 'PropertyValueFormatError', 'The password does not fit the rules.', ['Password']);
}
