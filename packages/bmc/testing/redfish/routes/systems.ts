/** The machine: power, boot override, event log. */

import { type BootDeviceName, bootDeviceCodes } from '../../server/boot-options.ts';
import type { PowerOperation } from '../../server/power-supply.ts';
import { collection, noContent, notFound, ok, refuse, type ServiceReply } from '../reply.ts';
import type { Route, RouteRequest } from '../route.ts';
import { addLogEntry, type RedfishService } from '../service.ts';
import { mediaRoutes } from './media.ts';

const entriesPerPage = 50;

const operations: Readonly<Record<string, PowerOperation>> = {
  On: 'on',
  ForceOn: 'on',
  ForceOff: 'off',
  GracefulShutdown: 'soft-off',
  ForceRestart: 'reset',
  GracefulRestart: 'reset',
  PowerCycle: 'cycle',
  Nmi: 'diagnostic-interrupt',
};

const targets: Readonly<Record<string, BootDeviceName>> = {
  None: 'none',
  Pxe: 'pxe',
  Hdd: 'disk',
  Cd: 'cd',
  BiosSetup: 'bios-setup',
};

export const systemRoutes: readonly Route[] = [
  {
    method: 'GET',
    pattern: '/redfish/v1/Systems',
    role: 'ReadOnly',
    run: ({ service, path }) => ok(collection('ComputerSystem', path, [systemPath(service)])),
  },
  {
    method: 'GET',
    pattern: '/redfish/v1/Systems/:system',
    role: 'ReadOnly',
    run: ({ service }) => ok(describe(service)),
  },
  { method: 'PATCH', pattern: '/redfish/v1/Systems/:system', role: 'Operator', run: changeSystem },
  {
    method: 'POST',
    pattern: '/redfish/v1/Systems/:system/Actions/ComputerSystem.Reset',
    role: 'Operator',
    run: resetSystem,
  },
  {
    method: 'GET',
    pattern: '/redfish/v1/Systems/:system/LogServices',
    role: 'ReadOnly',
    run: ({ service, path }) =>
      ok(collection('LogService', path, [`${systemPath(service)}/LogServices/Sel`])),
  },
  {
    method: 'GET',
    pattern: '/redfish/v1/Systems/:system/LogServices/Sel',
    role: 'ReadOnly',
    run: ({ path }) =>
      ok({
        '@odata.type': '#LogService.v1_8_0.LogService',
        '@odata.id': path,
        Id: 'Sel',
        Name: 'System event log',
        LogEntryType: 'SEL',
        DateTime: new Date().toISOString(),
        Entries: { '@odata.id': `${path}/Entries` },
        Actions: { '#LogService.ClearLog': { target: `${path}/Actions/LogService.ClearLog` } },
      }),
  },
  {
    method: 'GET',
    pattern: '/redfish/v1/Systems/:system/LogServices/Sel/Entries',
    role: 'ReadOnly',
    run: listEntries,
  },
  {
    method: 'POST',
    pattern: '/redfish/v1/Systems/:system/LogServices/Sel/Actions/LogService.ClearLog',
    role: 'Operator',
    run({ service }) {
      service.log.length = 0;
      return noContent;
    },
  },
  ...mediaRoutes('/redfish/v1/Systems/:system', 'system'),
];

function systemPath({ habit }: RedfishService): string {
  return `/redfish/v1/Systems/${habit.ids.system}`;
}

function describe(service: RedfishService): object {
  const { server, habit, uuid } = service;
  const path = systemPath(service);
  const { flags } = server.boot;
  const target = Object.keys(targets).find((name) => targets[name] === flags.device) ?? 'None';
  return {
    '@odata.type': '#ComputerSystem.v1_22_0.ComputerSystem',
    '@odata.id': path,
    Id: habit.ids.system,
    Name: server.name,
    UUID: uuid,
    Manufacturer: habit.vendor,
    Model: 'Virtual server',
    SerialNumber: 'VS-0001',
    PartNumber: 'P-1',
    BiosVersion: '2.14',
    ProcessorSummary: { Count: 2, Model: 'Virtual CPU 2.4 GHz' },
    MemorySummary: { TotalSystemMemoryGiB: 64 },
    PowerState: server.power.isOn ? 'On' : 'Off',
    PowerRestorePolicy: 'LastState',
    IndicatorLED: server.identifySeconds > 0 ? 'Lit' : 'Off',
    Status: { State: 'Enabled', Health: 'OK' },
    Boot: {
      BootSourceOverrideEnabled: flags.valid ? (flags.persistent ? 'Continuous' : 'Once') : 'Disabled',
      BootSourceOverrideTarget: flags.valid ? target : 'None',
      BootSourceOverrideMode: flags.uefi ? 'UEFI' : 'Legacy',
      'BootSourceOverrideTarget@Redfish.AllowableValues': Object.keys(targets),
    },
    LogServices: { '@odata.id': `${path}/LogServices` },
    ...(habit.mediaUnder === 'system' ? { VirtualMedia: { '@odata.id': `${path}/VirtualMedia` } } : {}),
    Links: {
      Chassis: [{ '@odata.id': `/redfish/v1/Chassis/${habit.ids.chassis}` }],
      ManagedBy: [{ '@odata.id': `/redfish/v1/Managers/${habit.ids.manager}` }],
    },
    Actions: {
      '#ComputerSystem.Reset': {
        target: `${path}/Actions/ComputerSystem.Reset`,
        'ResetType@Redfish.AllowableValues': habit.resetTypes,
      },
    },
  };
}

function resetSystem({ service, body }: RouteRequest): ServiceReply {
  const type = String(body.ResetType ?? '');
  const operation = operations[type];
  if (!service.habit.resetTypes.includes(type) || operation === undefined)
    return refuse(400, 'ActionParameterValueNotInList', 'ResetType is not in the list.', ['ResetType']);
  const { power } = service.server;
  const there = (operation === 'on' && power.isOn) || (operation !== 'on' && !power.isOn);
  if (there) return refuse(409, 'NoOperation', 'The machine is in that state already.');
  service.effects.resets += 1;
  power.apply(operation);
  addLogEntry(service, 'OK', `Power operation: ${type}.`);
  return noContent;
}

function changeSystem({ service, body }: RouteRequest): ServiceReply {
  const boot = body.Boot;
  if (typeof body.IndicatorLED === 'string')
    service.server.identifySeconds = body.IndicatorLED === 'Off' ? 0 : Number.POSITIVE_INFINITY;
  if (boot === undefined) return ok(describe(service));
  if (typeof boot !== 'object' || boot === null)
    return refuse(400, 'PropertyValueTypeError', 'Boot is no object.', ['Boot']);
  const wanted: Readonly<Record<string, unknown>> = { ...boot };
  const enabled = wanted.BootSourceOverrideEnabled ?? 'Once';
  const device = targets[String(wanted.BootSourceOverrideTarget ?? 'None')];
  if (device === undefined || !['Once', 'Continuous', 'Disabled'].includes(String(enabled)))
    return refuse(400, 'PropertyValueNotInList', 'The boot override is not in the list.', ['Boot']);
  const flags =
    (enabled === 'Disabled' ? 0 : 0x80) |
    (enabled === 'Continuous' ? 0x40 : 0) |
    (wanted.BootSourceOverrideMode === 'UEFI' ? 0x20 : 0);
  const code = enabled === 'Disabled' ? 0 : bootDeviceCodes[device];
  service.server.boot.write(5, Buffer.from([flags, code << 2, 0, 0, 0]));
  return ok(describe(service));
}

function listEntries({ service, path, query }: RouteRequest): ServiceReply {
  const skip = Number(query.get('$skip') ?? '0');
  if (!Number.isInteger(skip) || skip < 0) return notFound;
  const page = service.log.slice(skip, skip + entriesPerPage);
  const next = skip + entriesPerPage;
  const link = next < service.log.length ? { 'Members@odata.nextLink': `${path}?$skip=${next}` } : {};
  return ok({
    '@odata.type': '#LogEntryCollection.LogEntryCollection',
    '@odata.id': path,
    Name: 'Log entries',
    'Members@odata.count': service.log.length,
    Members: page.map(({ id, created, severity, message }) => ({
      '@odata.type': '#LogEntry.v1_16_0.LogEntry',
      '@odata.id': `${path}/${id}`,
      Id: String(id),
      Name: 'Log entry',
      MessageId: `Virtual.1.0.${severity === 'OK' ? 'Information' : 'Warning'}`,
      Created: created.toISOString(),
      EntryType: 'SEL',
      Severity: severity,
      Message: message,
    })),
    ...link,
  });
}
