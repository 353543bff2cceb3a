import type { FruArea, FruDevice, FruField, Inventory } from '../../capabilities.ts';
import { type Json, numberAt, objectAt, textAt } from '../http/json.ts';
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
        summary: summaryOf(system),
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

/** ComputerSystem's own summaries (DSP2046); what a service leaves out is left out. */
function summaryOf(system: Json): readonly FruField[] {
  const processors = objectAt(system, 'ProcessorSummary');
  const count = numberAt(processors, 'Count');
  const model = textAt(processors, 'Model');
  const memory = numberAt(objectAt(system, 'MemorySummary'), 'TotalSystemMemoryGiB');
  const bios = textAt(system, 'BiosVersion');
  return [
    ...(model === undefined && count === undefined
      ? []
      : [{ name: 'processors', value: [count, model].filter((part) => part !== undefined).join(' × ') }]),
    ...(memory === undefined ? [] : [{ name: 'memory', value: `${memory} GiB` }]),
    ...(bios === undefined ? [] : [{ name: 'BIOS', value: bios }]),
  ];
}
