import type { FruDevice, Inventory } from '../../capabilities.ts';
import { BmcError } from '../../errors.ts';
import { decodeFru } from '../fru/decode-fru.ts';
import { readFruImage } from '../fru/read-fru.ts';
import type { LocatorRecord, SdrRecord } from '../sdr/sensor-record.ts';
import type { Session } from '../sessions/session.ts';
import { readSensorRecords } from './sensor-records.ts';

const ownFruId = 0;
const bmcAddress = 0x20;

/** FRU 0, then each FRU that a locator record places behind this BMC. */
export function createInventory(session: Session): Inventory {
  return {
    async read() {
      const devices: FruDevice[] = [];
      for (const { id, name } of await findFrus(session)) {
        const image = await readFruImage(session, id);
        devices.push({ id, name, ...(image === undefined ? {} : { inventory: decodeFru(image) }) });
      }
      return devices;
    },
  };
}

async function findFrus(session: Session): Promise<readonly { id: number; name: string }[]> {
  const found = new Map([[ownFruId, 'Builtin FRU Device']]);
  for (const { fruId, name } of (await readLocators(session)).filter(isLocalFru)) {
    if (fruId !== undefined && !found.has(fruId)) found.set(fruId, name);
  }
  return Array.from(found, ([id, name]) => ({ id, name }));
}

async function readLocators(session: Session): Promise<readonly SdrRecord[]> {
  try {
    return await readSensorRecords(session);
  } catch (error) {
    if (error instanceof BmcError && error.completionCode !== undefined) return [];
    throw error;
  }
}

function isLocalFru(record: SdrRecord): record is LocatorRecord {
  return record.kind === 'fru' && record.address === bmcAddress && record.fruId !== undefined;
}
