import type { IpmiBmc, IpmiTarget } from '../../capabilities.ts';
import { systemClock } from '../../clock.ts';
import { defaultTiming } from '../../timing.ts';
import { getDeviceId } from '../commands/app/get-device-id.ts';
import { type BmcDependencies, establishSession } from '../establish.ts';
import { createAccountAdmin } from './accounts.ts';
import { createBootControl } from './boot.ts';
import { createEventLog } from './event-log.ts';
import { createInventory } from './inventory.ts';
import { createIpmiControl } from './ipmi-control.ts';
import { createPowerControl } from './power.ts';
import { createSensorSource } from './sensors.ts';
import { createSerialConsole } from './serial.ts';

/**
 * Logs in to one BMC. Rejects with `unreachable`, `auth-failed`, `privilege-refused`, `no-session-slot`,
 * `cipher-refused`, `protocol-violation` or `misuse`. Close what it returns in a `finally`.
 */
export async function openIpmiBmc(target: IpmiTarget, dependencies: BmcDependencies): Promise<IpmiBmc> {
  const session = await establishSession(target, dependencies);
  const clock = dependencies.clock ?? systemClock;
  const timing = { ...defaultTiming, ...dependencies.timing };
  const serial = createSerialConsole({ session, clock, timing });
  return {
    protocol: 'ipmi',
    cipherSuite: session.suite.id,
    power: createPowerControl(session),
    boot: createBootControl(session),
    accounts: createAccountAdmin(session, target.profile?.accounts),
    serial,
    media: undefined,
    sensors: createSensorSource(session),
    eventLog: createEventLog({ session, clock }),
    inventory: createInventory(session),
    control: createIpmiControl(session),
    async identity() {
      const device = await session.execute(getDeviceId, undefined);
      return {
        manufacturerId: device.manufacturerId,
        productId: device.productId,
        // The minor part is two digits: 1.04 is not 1.4.
        firmware: `${device.firmwareMajor}.${String(device.firmwareMinor).padStart(2, '0')}`,
        protocolVersion: device.ipmiVersion,
      };
    },
    async close() {
      await serial.end();
      await session.close();
    },
  };
}
