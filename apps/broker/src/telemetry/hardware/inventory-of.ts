/** A BMC's inventory in the form in which it is kept: harmless text, bounded, an area with nothing in it left out. */
import type { BmcIdentity, FruArea, FruDevice, FruField, Protocol } from '@postern/bmc';
import {
  type HardwareDevice,
  type HardwareField,
  hardwareLimits,
  type InventoryContent,
  plainText,
} from '@postern/domain';
import { keepWithin } from './keep-within.ts';

const mostBytes = 200_000;

export function inventoryOf(
  devices: readonly FruDevice[],
  { protocol, identity }: { readonly protocol: Protocol; readonly identity: BmcIdentity },
): InventoryContent {
  return {
    firmware: plainText(identity.firmware, hardwareLimits.textCharacters) || null,
    protocol,
    devices: [...keepWithin(devices.slice(0, hardwareLimits.devices).map(deviceOf), mostBytes)],
  };
}

function deviceOf({ id, name, summary = [], inventory }: FruDevice): HardwareDevice {
  const { chassis, board, product } = inventory ?? {};
  const areas = [
    areaOf('summary', summary),
    areaOf('chassis', chassis && [{ name: 'type', value: chassis.type }, ...chassis.fields]),
    areaOf('board', board && [...board.fields, ...madeOn(board.manufacturedAt)]),
    areaOf('product', product?.fields),
  ];
  const parts = [chassis, board, product].filter((area): area is FruArea => area !== undefined);
  return {
    id,
    name: text(name),
    present: inventory !== undefined,
    damaged:
      inventory !== undefined &&
      (!inventory.complete || !inventory.checksumValid || parts.some(({ checksumValid }) => !checksumValid)),
    areas: areas.filter(({ fields }) => fields.length > 0),
  };
}

function areaOf(
  area: HardwareDevice['areas'][number]['area'],
  fields: readonly FruField[] | undefined = [],
): { area: typeof area; fields: HardwareField[] } {
  const told = fields
    .slice(0, hardwareLimits.fieldsPerDevice)
    .map(({ name, value }) => ({ name: text(name), value: text(value) }));
  return { area, fields: told.filter(({ value }) => value !== '') };
}

function madeOn(at: Date | undefined): FruField[] {
  return at === undefined || Number.isNaN(at.getTime())
    ? []
    : [{ name: 'manufactured', value: at.toISOString().slice(0, 10) }];
}

function text(told: string): string {
  return plainText(told, hardwareLimits.textCharacters);
}
