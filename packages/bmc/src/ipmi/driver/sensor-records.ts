import { getDeviceId } from '../commands/app/get-device-id.ts';
import { getDeviceSdr } from '../commands/sensor/get-device-sdr.ts';
import { getDeviceSdrInfo } from '../commands/sensor/get-device-sdr-info.ts';
import { reserveDeviceSdrs } from '../commands/sensor/reserve-device-sdrs.ts';
import { getSdr } from '../commands/storage/get-sdr.ts';
import { getSdrRepositoryInfo } from '../commands/storage/get-sdr-repository-info.ts';
import { reserveSdrRepository } from '../commands/storage/reserve-sdr-repository.ts';
import { CompletionCode, hasCompletionCode } from '../completion-code.ts';
import { readRepository, type SdrSource } from '../sdr/read-repository.ts';
import type { SdrRecord } from '../sdr/sensor-record.ts';
import type { Session } from '../sessions/session.ts';

const maxWalks = 3;

/**
 * The records of the BMC's repository, or of its device SDRs where it has no repository. Two commands when
 * they are remembered. A repository that changes while it is walked is walked again.
 */
export async function readSensorRecords(session: Session): Promise<readonly SdrRecord[]> {
  let key = await repositoryKey(session);
  const cached = session.remote.sensorRecords;
  if (cached !== undefined && cached.key === key) return cached.records;
  for (let walk = 1; ; walk++) {
    const records = key.endsWith('device') ? await readDeviceSdrs(session) : await readMain(session);
    const after = await repositoryKey(session);
    if (after === key || walk >= maxWalks) {
      session.remote.sensorRecords = { key: after, records };
      return records;
    }
    key = after;
  }
}

async function repositoryKey(session: Session): Promise<string> {
  const device = await session.execute(getDeviceId, undefined);
  const { manufacturerId, productId, firmwareMajor, firmwareMinor } = device;
  const identity = [manufacturerId, productId, firmwareMajor, firmwareMinor].join('.');
  try {
    const info = await session.execute(getSdrRepositoryInfo, undefined);
    return `${identity}/${info.lastAddition}/${info.lastErase}/${info.recordCount}`;
  } catch (error) {
    if (hasCompletionCode(error, CompletionCode.invalidCommand)) return `${identity}/device`;
    throw error;
  }
}

function readMain(session: Session): Promise<readonly SdrRecord[]> {
  return readRepository({
    reserve: () => reserveOr0(session.execute(reserveSdrRepository, undefined)),
    read: (request) => session.execute(getSdr, request),
  });
}

async function readDeviceSdrs(session: Session): Promise<readonly SdrRecord[]> {
  const records: SdrRecord[] = [];
  const { luns } = await session.execute(getDeviceSdrInfo, undefined);
  for (const lun of luns) {
    const source: SdrSource = {
      reserve: () => reserveOr0(session.execute(reserveDeviceSdrs, undefined)),
      read: (request) => session.execute(getDeviceSdr, { ...request, lun }),
    };
    records.push(...(await readRepository(source)));
  }
  return records;
}

async function reserveOr0(reply: Promise<{ readonly reservation: number }>): Promise<number> {
  try {
    return (await reply).reservation;
  } catch (error) {
    if (hasCompletionCode(error, CompletionCode.invalidCommand)) return 0;
    throw error;
  }
}
