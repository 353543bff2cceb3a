import { describe, expect, test } from 'vitest';
import { loadVector } from '../../../testing/vectors/load-vector.ts';
import { BmcError } from '../../errors.ts';
import type { SdrChunk } from '../commands/sdr-chunk.ts';
import { completionError } from '../completion-code.ts';
import { decodeSdr } from './decode-record.ts';
import { readRepository, type SdrSource } from './read-repository.ts';
import { readingValue } from './reading-formula.ts';
import { isSensorRecord, type SensorRecord } from './sensor-record.ts';

/** The repository that `ipmi_sim` sent to ipmitool, put together from the recorded replies. */
const recorded = recordedRecords();

describe('the repository that ipmi_sim sent to ipmitool', () => {
  test('decodes to the names, types and values that ipmitool printed', () => {
    const records = [...recorded.values()].flatMap((bytes) => decodeSdr(bytes));
    expect(records.map(({ kind }) => kind)).toEqual(['controller', 'event-only', 'full', 'full', 'full']);
    const sensors = records.filter(isSensorRecord);
    expect(sensors.map(({ name, unit, number }) => [name, unit, number])).toEqual([
      ['watchdog', 'unspecified', 0],
      ['MBTemp', 'degrees C', 1],
      ['Fan1', 'RPM', 3],
      // Packed in 6 bits with its length in characters: ipmitool and FreeIPMI print garbage here.
      ['P12V', 'Volts', 4],
    ]);
    expect(sensors.slice(1).map((sensor, at) => valueAt(sensor, [0x2a, 0x2a, 0xc8][at] ?? 0))).toEqual([
      42, 4200, 12,
    ]);
  });

  test('a record cut at any length is refused or loses only the end of its name', () => {
    for (const bytes of recorded.values()) {
      for (let length = 0; length < bytes.length; length++) {
        const cut = bytes.subarray(0, length);
        const decoded = outcomeOf(() => decodeSdr(cut));
        if (decoded instanceof BmcError) expect(decoded.code).toBe('protocol-violation');
        else
          expect(JSON.stringify(decoded).length).toBeLessThanOrEqual(JSON.stringify(decodeSdr(bytes)).length);
      }
    }
  });

  test('a record with any byte changed is decoded or refused, never a crash', () => {
    let seed = 20_261_121;
    for (let round = 0; round < 10_000; round++) {
      for (const bytes of recorded.values()) {
        const mutated = Buffer.from(bytes);
        seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
        mutated[(seed >>> 8) % mutated.length] = seed >>> 24;
        const decoded = outcomeOf(() => decodeSdr(mutated));
        if (decoded instanceof Error && !(decoded instanceof BmcError)) throw decoded;
      }
    }
  });
});

describe('walking a repository', () => {
  test('reads whole records where the BMC gives them', async () => {
    expect(await readRepository(source())).toHaveLength(5);
  });

  test('goes on in smaller pieces after CAh', async () => {
    const reads: number[] = [];
    const small = source({
      before: ({ count }) => {
        reads.push(count);
        if (count > 10) throw completionError('Get SDR', 0xca);
      },
    });
    expect(await readRepository(small)).toEqual(await readRepository(source()));
    expect(reads.filter((count) => count === 0xff)).toHaveLength(1);
  });

  test('reserves again when the reservation is lost, and loses no record', async () => {
    let reservations = 0;
    let reads = 0;
    const shaky: SdrSource = {
      reserve: async () => ++reservations,
      read: async (request) => {
        reads += 1;
        if (reads % 3 === 0) throw completionError('Get SDR', 0xc5);
        return source().read(request);
      },
    };
    expect(await readRepository(shaky)).toHaveLength(5);
    expect(reservations).toBeGreaterThan(1);
  });

  test('a BMC that loses every reservation is given up', async () => {
    const hopeless = source({
      before: () => {
        throw completionError('Get SDR', 0xc5);
      },
    });
    await expect(readRepository(hopeless)).rejects.toMatchObject({ completionCode: 0xc5 });
  });

  test('a chain of records that loops, or never marks its end, ends', async () => {
    const looping = source({ next: () => 1 });
    expect((await readRepository(looping)).length).toBeLessThanOrEqual(2);
    const endless = source({ next: (id) => id });
    expect(await readRepository(endless)).toHaveLength(1);
  });

  test('a refusal after the first record ends the walk with what was read', async () => {
    const short = source({
      before: ({ recordId }) => {
        if (recordId === 3) throw completionError('Get SDR', 0xc3);
      },
    });
    expect(await readRepository(short)).toHaveLength(3);
  });
});

function valueAt(sensor: SensorRecord, raw: number): number | undefined {
  return sensor.formula && readingValue(sensor.formula, raw);
}

function outcomeOf<T>(call: () => T): T | Error {
  try {
    return call();
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}

interface Behaviour {
  before?(request: { readonly recordId: number; readonly count: number }): void;
  next?(recordId: number): number;
}

function source(behaviour: Behaviour = {}): SdrSource {
  return {
    reserve: async () => 7,
    async read(request): Promise<SdrChunk> {
      behaviour.before?.(request);
      const bytes = recorded.get(request.recordId) ?? Buffer.alloc(0);
      const last = request.recordId === recorded.size - 1;
      const nextRecordId =
        behaviour.next?.(request.recordId) ??
        (last ? 0xffff : request.recordId === 0 ? 1 : request.recordId + 1);
      const end = request.count === 0xff ? bytes.length : request.offset + request.count;
      return { nextRecordId, data: bytes.subarray(request.offset, end) };
    },
  };
}

/** By position: 0 is the first record. */
function recordedRecords(): Map<number, Buffer> {
  const pieces = new Map<number, Map<number, Buffer>>();
  const { packets } = loadVector('suite3-ipmitool-ipmi-sim-sdr-sel');
  let asked: { readonly record: number; readonly offset: number } | undefined;
  for (const { from, ipmi } of packets) {
    if (ipmi === undefined || ipmi.cmd !== 0x23) continue;
    const data = Buffer.from(ipmi.data, 'hex');
    // The first record is asked for as 0 and goes on under its own id, 1.
    if (from === 'client') asked = { record: Math.max(1, data.readUInt16LE(2)), offset: data.readUInt8(4) };
    else if (asked !== undefined) {
      const record = pieces.get(asked.record) ?? new Map<number, Buffer>();
      pieces.set(asked.record, record.set(asked.offset, data.subarray(3)));
    }
  }
  const ordered = [...pieces].sort(([one], [other]) => one - other);
  return new Map(ordered.map(([, record], position) => [position, joined(record)]));
}

function joined(pieces: ReadonlyMap<number, Buffer>): Buffer {
  const ordered = [...pieces].sort(([one], [other]) => one - other);
  return Buffer.concat(ordered.map(([, bytes]) => bytes));
}
