import type { FruArea, FruDevice, Inventory } from '../../capabilities.ts';
import { type Json, textAt } from '../http/json.ts';
import type { RedfishService } from './service.ts';

const fields = [
  ['manufacturer', 'Manufacturer'],
  ['name', 'Model'],
  ['part number', 'PartNumber'],
  ['serial number', 'SerialNumber'],
  ['asset tag', 'AssetTag'],
  ['SKU', 'SKU'],
] as const;

/** What the system and its case say of themselves, in the shape of FRU areas. */
export function createRedfishInventory(service: RedfishService): Inventory {
  return {
    async read() {
      const { body: system } = await service.client.get(await service.system());
      const chassisPath = await service.chassis();
      const chassis = chassisPath === undefined ? undefined : (await service.client.get(chassisPath)).body;
      const device: FruDevice = {
        id: 0,
        name: textAt(system, 'Name') ?? 'System',
        inventory: {
          checksumValid: true,
          complete: true,
          multirecords: 0,
          product: areaOf(system),
          ...(chassis === undefined
            ? {}
            : { chassis: { ...areaOf(chassis), type: textAt(chassis, 'ChassisType') ?? 'Unknown' } }),
        },
      };
      return [device];
    },
  };
}

function areaOf(body: Json): FruArea {
  const held = fields.flatMap(([name, key]) => {
    const value = textAt(body, key);
    return value === undefined || value === '' ? [] : [{ name, value }];
  });
  return { checksumValid: true, fields: held };
}
