import type { BmcEvent } from '../../capabilities.ts';
import { type ReadingFormula, readingValue } from '../sdr/reading-formula.ts';
import type { SensorRecord } from '../sdr/sensor-record.ts';
import { sensorTypeName } from '../sdr/sensor-types.ts';
import { stateWords } from '../sdr/state-words.ts';
import { decodeSelEntry, type SelEntry, type SystemEventEntry } from './decode-entry.ts';

const unknownTime = 0xffffffff;
/** Below it the seconds count from the BMC's start, IPMI 2.0 §37.1. */
const firstCalendarSecond = 0x20000000;
const thresholdEvent = 0x01;

/** An entry in plain words; the sensor that wrote it is found among `sensors` by owner and number. */
export function describeSelEntry(bytes: Uint8Array, sensors: readonly SensorRecord[]): BmcEvent {
  const entry = decodeSelEntry(bytes);
  const raw = Buffer.from(bytes).toString('hex');
  if (entry.kind === 'oem') {
    const text = `OEM record ${entry.type.toString(16).padStart(2, '0')}h`;
    return { ...common(entry), raw, sensorType: 'OEM', description: text, asserted: true };
  }
  const sensor = sensors.find((candidate) => wrote(candidate, entry));
  const reading = thresholdReading(entry, sensor);
  return {
    ...common(entry),
    raw,
    sensorType: sensorTypeName(entry.sensorType),
    ...(sensor === undefined ? {} : { sensorName: sensor.name }),
    sensorNumber: entry.sensorNumber,
    description: stateWords(entry.eventType, entry.sensorType, (entry.data[0] ?? 0) & 0x0f),
    asserted: !entry.deasserted,
    ...(reading === undefined ? {} : { reading }),
  };
}

function common(entry: SelEntry): Pick<BmcEvent, 'recordId' | 'time'> {
  return { recordId: entry.recordId.toString(16), time: eventTime(entry.seconds) };
}

function eventTime(seconds: number | undefined): BmcEvent['time'] {
  if (seconds === undefined || seconds === unknownTime) return { kind: 'unknown' };
  if (seconds < firstCalendarSecond) return { kind: 'since-start', seconds };
  return { kind: 'bmc-clock', seconds };
}

function wrote(sensor: SensorRecord, entry: SystemEventEntry): boolean {
  return (
    sensor.owner === entry.generator &&
    sensor.lun === entry.generatorLun &&
    sensor.number === entry.sensorNumber &&
    sensor.sensorType === entry.sensorType
  );
}

/** Event data 2 and 3 hold reading and threshold where bits 7:6 and 5:4 of event data 1 say 01b. */
function thresholdReading(entry: SystemEventEntry, sensor: SensorRecord | undefined): BmcEvent['reading'] {
  const [meaning = 0, reading = 0, threshold = 0] = entry.data;
  const held = entry.eventType === thresholdEvent && meaning >> 6 === 1 && ((meaning >> 4) & 3) === 1;
  if (!held || sensor?.formula === undefined) return undefined;
  return valuesOf(sensor.formula, sensor.unit, reading, threshold);
}

function valuesOf(
  formula: ReadingFormula,
  unit: string,
  reading: number,
  threshold: number,
): BmcEvent['reading'] {
  const value = readingValue(formula, reading);
  const limit = readingValue(formula, threshold);
  return value === undefined || limit === undefined ? undefined : { value, threshold: limit, unit };
}
