/** Service root and login sessions. */
import { collection, created, noContent, notFound, ok, refuse, resource } from '../reply.ts';
import type { Route } from '../route.ts';
import { addLogEntry, openSession } from '../service.ts';

const sessionsPath = '/redfish/v1/SessionService/Sessions';

export const rootRoutes: readonly Route[] = [
  {
    method: 'GET',
    pattern: '/redfish/v1',
    role: 'none',
    run: ({ service: { habit, uuid } }) =>
      ok({
        '@odata.type': '#ServiceRoot.v1_15_0.ServiceRoot',
        '@odata.id': '/redfish/v1/',
        Id: 'RootService',
        Name: 'Root service',
        RedfishVersion: habit.redfishVersion,
        UUID: uuid,
        Vendor: habit.vendor,
        Oem: { [habit.oemKey]: {} },
        ProtocolFeaturesSupported: { ExpandQuery: { Levels: false, NoLinks: false } },
        Systems: { '@odata.id': '/redfish/v1/Systems' },
        Chassis: { '@odata.id': '/redfish/v1/Chassis' },
        Managers: { '@odata.id': '/redfish/v1/Managers' },
        AccountService: { '@odata.id': '/redfish/v1/AccountService' },
        SessionService: { '@odata.id': '/redfish/v1/SessionService' },
        Links: { Sessions: { '@odata.id': sessionsPath } },
      }),
  },
  {
    method: 'GET',
    pattern: '/redfish/v1/SessionService',
    role: 'ReadOnly',
    run: ({ path }) =>
      ok(
        resource('SessionService', 'v1_1_9', path, {
          Id: 'SessionService',
          ServiceEnabled: true,
          SessionTimeout: 1_800,
          Sessions: { '@odata.id': sessionsPath },
        }),
      ),
  },
  {
    method: 'POST',
    pattern: sessionsPath,
    role: 'none',
    run({ service, body }) {
      const user = service.server.users.findByName(String(body.UserName ?? ''));
      const given = Buffer.from(String(body.Password ?? ''));
      const known = user !== undefined && user.name !== '' && user.enabled && user.password.equals(given);
      if (!known) {
        addLogEntry(service, 'Warning', 'A login was refused.');
        return refuse(401, 'NoValidSession', 'The login is not valid.');
      }
      const session = openSession(service, user);
      if (session === undefined) return refuse(503, 'SessionLimitExceeded', 'The session limit is reached.');
      const location = `${sessionsPath}/${session.id}`;
      return created(
        location,
        resource('Session', 'v1_5_0', location, { Id: session.id, UserName: user.name }),
        { 'x-auth-token': session.token },
      );
    },
  },
  {
    method: 'GET',
    pattern: sessionsPath,
    role: 'ReadOnly',
    run: ({ service }) =>
      ok(
        collection(
          'Session',
          sessionsPath,
          [...service.sessions.keys()].map((id) => `${sessionsPath}/${id}`),
        ),
      ),
  },
  {
    method: 'GET',
    pattern: `${sessionsPath}/:session`,
    role: 'ReadOnly',
    run({ service, params, path }) {
      const session = service.sessions.get(params.session ?? '');
      return session === undefined
        ? notFound
        : ok(
            resource('Session', 'v1_5_0', path, {
              Id: session.id,
              UserName: session.username,
              ClientOriginIPAddress: '127.0.0.1',
            }),
          );
    },
  },
  {
    method: 'DELETE',
    pattern: `${sessionsPath}/:session`,
    role: 'ReadOnly',
    run({ service, params, session }) {
      const found = service.sessions.get(params.session ?? '');
      if (found === undefined) return notFound;
      const own = found.id === session?.id;
      const asking = session === undefined ? undefined : service.server.users.slot(session.slot);
      if (!own && (asking?.privilege ?? 0) !== 4)
        return refuse(403, 'InsufficientPrivilege', 'Not allowed to end the session of somebody else.');
      service.sessions.delete(found.id);
      return noContent;
    },
  },
];
