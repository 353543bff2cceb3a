/** The BMC itself, and the case with its sensors. */
import { collection, noContent, ok, refuse } from '../reply.ts';
import type { Route } from '../route.ts';
import type { RedfishService } from '../service.ts';
import { mediaRoutes } from './media.ts';

const restartMs = 500;

export const managerRoutes: readonly Route[] = [
  {
    method: 'GET',
    pattern: '/redfish/v1/Managers',
    role: 'ReadOnly',
    run: ({ service, path }) => ok(collection('Manager', path, [`${path}/${service.habit.ids.manager}`])),
  },
  {
    method: 'GET',
    pattern: '/redfish/v1/Managers/:manager',
    role: 'ReadOnly',
    run: ({ service: { habit }, path }) =>
      ok({
        '@odata.type': '#Manager.v1_19_0.Manager',
        '@odata.id': path,
        Id: habit.ids.manager,
        Name: 'Manager',
        ManagerType: 'BMC',
        FirmwareVersion: '1.4.0',
        Model: `${habit.vendor} BMC`,
        DateTime: new Date().toISOString(),
        Status: { State: 'Enabled', Health: 'OK' },
        ...(habit.mediaUnder === 'manager' ? { VirtualMedia: { '@odata.id': `${path}/VirtualMedia` } } : {}),
        Actions: {
          '#Manager.Reset': {
            target: `${path}/Actions/Manager.Reset`,
            'ResetType@Redfish.AllowableValues': ['GracefulRestart', 'ForceRestart'],
          },
        },
      }),
  },
  {
    method: 'POST',
    pattern: '/redfish/v1/Managers/:manager/Actions/Manager.Reset',
    role: 'Administrator',
    run({ service, body }) {
      if (!['GracefulRestart', 'ForceRestart'].includes(String(body.ResetType)))
        return refuse(400, 'ActionParameterValueNotInList', 'ResetType is not in the list.', ['ResetType']);
      service.restart(restartMs);
      return noContent;
    },
  },
  ...mediaRoutes('/redfish/v1/Managers/:manager', 'manager'),
];

export const chassisRoutes: readonly Route[] = [
  {
    method: 'GET',
    pattern: '/redfish/v1/Chassis',
    role: 'ReadOnly',
    run: ({ service, path }) => ok(collection('Chassis', path, [`${path}/${service.habit.ids.chassis}`])),
  },
  {
    method: 'GET',
    pattern: '/redfish/v1/Chassis/:chassis',
    role: 'ReadOnly',
    run: ({ service: { habit }, path }) =>
      ok({
        '@odata.type': '#Chassis.v1_25_0.Chassis',
        '@odata.id': path,
        Id: habit.ids.chassis,
        Name: 'Chassis',
        ChassisType: 'RackMount',
        Manufacturer: habit.vendor,
        Model: 'Virtual case',
        SerialNumber: 'VC-0001',
        ...(habit.olderSensors
          ? { Thermal: { '@odata.id': `${path}/Thermal` }, Power: { '@odata.id': `${path}/Power` } }
          : { Sensors: { '@odata.id': `${path}/Sensors` } }),
      }),
  },
  {
    method: 'GET',
    pattern: '/redfish/v1/Chassis/:chassis/Thermal',
    role: 'ReadOnly',
    run: ({ service, path }) =>
      ok({
        '@odata.type': '#Thermal.v1_7_1.Thermal',
        '@odata.id': path,
        Id: 'Thermal',
        Name: 'Thermal',
        Temperatures: [
          {
            Name: 'CPU temp',
            ReadingCelsius: celsius(service),
            UpperThresholdNonCritical: 80,
            UpperThresholdCritical: 90,
            Status: { State: 'Enabled', Health: 'OK' },
          },
          { Name: 'Empty slot temp', ReadingCelsius: null, Status: { State: 'Absent' } },
        ],
        Fans: [
          {
            Name: 'Fan 1',
            Reading: service.server.power.isOn ? 5_400 : 0,
            ReadingUnits: 'RPM',
            LowerThresholdCritical: 900,
            Status: { State: 'Enabled', Health: service.server.power.isOn ? 'OK' : 'Critical' },
          },
        ],
      }),
  },
  {
    method: 'GET',
    pattern: '/redfish/v1/Chassis/:chassis/Power',
    role: 'ReadOnly',
    run: ({ service, path }) =>
      ok({
        '@odata.type': '#Power.v1_7_1.Power',
        '@odata.id': path,
        Id: 'Power',
        Name: 'Power',
        PowerControl: [
          { Name: 'System power', PowerConsumedWatts: watts(service), Status: { State: 'Enabled' } },
        ],
        Voltages: [
          {
            Name: '12V rail',
            ReadingVolts: 12.1,
            Status: { State: 'Enabled', Health: 'OK' },
            LowerThresholdCritical: 11,
          },
        ],
      }),
  },
  {
    method: 'GET',
    pattern: '/redfish/v1/Chassis/:chassis/Sensors',
    role: 'ReadOnly',
    run: ({ path }) =>
      ok(
        collection(
          'Sensor',
          path,
          ['temperature_cpu', 'power_total'].map((id) => `${path}/${id}`),
        ),
      ),
  },
  {
    method: 'GET',
    pattern: '/redfish/v1/Chassis/:chassis/Sensors/:sensor',
    role: 'ReadOnly',
    run({ service, path, params }) {
      const isPower = params.sensor === 'power_total';
      return ok({
        '@odata.type': '#Sensor.v1_9_0.Sensor',
        '@odata.id': path,
        Id: params.sensor,
        Name: isPower ? 'System power' : 'CPU temp',
        Reading: isPower ? watts(service) : celsius(service),
        ReadingType: isPower ? 'Power' : 'Temperature',
        ReadingUnits: isPower ? 'W' : 'Cel',
        Status: { State: 'Enabled', Health: 'OK' },
        ...(isPower ? {} : { Thresholds: { UpperCritical: { Reading: 90 } } }),
      });
    },
  },
];

function celsius({ server }: RedfishService): number {
  return server.power.isOn ? 52.5 : 24;
}

function watts({ server }: RedfishService): number {
  return server.power.isOn ? 212 : 9;
}
