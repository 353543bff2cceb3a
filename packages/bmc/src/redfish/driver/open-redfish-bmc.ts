import type { RedfishBmc, RedfishTarget } from '../../capabilities.ts';
import { type Clock, systemClock } from '../../clock.ts';
import { textAt } from '../http/json.ts';
import { openRedfishClient, type RedfishClient, type RedfishDependencies } from '../http/redfish-client.ts';
import { findAccounts } from './account-resource.ts';
import { createRedfishBoot } from './boot.ts';
import { createRedfishControl } from './control.ts';
import { createRedfishEventLog } from './event-log.ts';
import { createRedfishInventory } from './inventory.ts';
import { findMedia } from './media.ts';
import { createNamedAccounts } from './named-accounts.ts';
import { createRedfishPower } from './power.ts';
import { createRedfishSensors } from './sensors.ts';
import { createService, type RedfishService } from './service.ts';
import { createSlotAccounts } from './slot-accounts.ts';

/**
 * Logs in over Redfish. Rejects with `unreachable`, `certificate-changed`, `auth-failed`, `no-session-slot`,
 * `password-change-required`, `protocol-violation` or `misuse`; no login session is left behind then.
 */
export async function openRedfishBmc(
  target: RedfishTarget,
  dependencies: RedfishDependencies & { readonly clock?: Clock } = {},
): Promise<RedfishBmc> {
  const client = await openRedfishClient(target, dependencies);
  try {
    return await createBmc(client, createService(client), dependencies.clock ?? systemClock);
  } catch (error) {
    await client.close();
    throw error;
  }
}

async function createBmc(client: RedfishClient, service: RedfishService, clock: Clock): Promise<RedfishBmc> {
  const place = await findAccounts(service);
  return {
    protocol: 'redfish',
    power: createRedfishPower(service, clock),
    boot: createRedfishBoot(service),
    accounts:
      place.model === 'named' ? createNamedAccounts(service, place) : createSlotAccounts(service, place),
    sensors: createRedfishSensors(service),
    eventLog: createRedfishEventLog(service),
    inventory: createRedfishInventory(service),
    control: createRedfishControl(service),
    serial: undefined,
    media: await findMedia(service),
    async identity() {
      const { body: manager } = await client.get(await service.manager());
      const { body: system } = await client.get(await service.system());
      const manufacturer = textAt(system, 'Manufacturer') ?? textAt(client.root, 'Vendor');
      const model = textAt(manager, 'Model');
      return {
        firmware: textAt(manager, 'FirmwareVersion') ?? 'unknown',
        protocolVersion: textAt(client.root, 'RedfishVersion') ?? 'unknown',
        ...(manufacturer === undefined ? {} : { manufacturer }),
        ...(model === undefined ? {} : { model }),
      };
    },
    close: () => client.close(),
  };
}
