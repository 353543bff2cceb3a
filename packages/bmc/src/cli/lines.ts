/** Values as the lines that a person reads; the columns are those of ipmitool. */
import type {
  AccountSlot,
  BmcEvent,
  BmcEventTime,
  FruArea,
  FruDevice,
  NamedAccount,
  SensorReading,
} from '../capabilities.ts';

const nameWidth = 16;
const valueDigits = 3;
const healthWords = { ok: 'ok', 'non-critical': 'nc', critical: 'cr', 'non-recoverable': 'nr' } as const;

export function sensorLine(reading: SensorReading): string {
  const { name, entity } = reading.sensor;
  const status = reading.status === 'unavailable' ? 'ns' : healthWords[reading.health ?? 'ok'];
  return `${name.padEnd(nameWidth)} | ${status} | ${entity === undefined ? '' : `${entity.id}.${entity.instance}`} | ${sensorValue(reading)}`;
}

function sensorValue(reading: SensorReading): string {
  if (reading.status === 'unavailable') return 'no reading';
  if (reading.value === undefined) return reading.states.join(', ');
  return `${Number(reading.value.toFixed(valueDigits))} ${reading.sensor.unit}`;
}

export function eventLine(event: BmcEvent): string {
  const sensor = [event.sensorType, event.sensorName ?? `#0x${hex(event.sensorNumber ?? 0)}`].join(' ');
  const direction = event.asserted ? 'Asserted' : 'Deasserted';
  const { reading } = event;
  const crossed =
    reading === undefined ? [] : [`Reading ${reading.value}, threshold ${reading.threshold} ${reading.unit}`];
  const id = event.recordId.padStart(4);
  return [id, timeText(event.time), sensor, event.description, direction, ...crossed].join(' | ');
}

function timeText(time: BmcEventTime): string {
  if (time.kind === 'unknown') return 'unknown time';
  if (time.kind === 'since-start') return `${time.seconds} s after start`;
  return new Date(time.seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
}

export function fruText(device: FruDevice): string {
  const title = `FRU Device Description : ${device.name} (ID ${device.id})`;
  const { inventory } = device;
  if (inventory === undefined) return `${title}\n Device not present`;
  const lines = [
    ...areaLines('Chassis', inventory.chassis),
    ...areaLines('Board', inventory.board),
    ...areaLines('Product', inventory.product),
  ];
  return [title, ...lines].join('\n');
}

function areaLines(area: string, held: FruArea | undefined): readonly string[] {
  if (held === undefined) return [];
  const fields = held.fields.filter(({ value }) => value !== '');
  const lines = fields.map(({ name, value }) => ` ${`${area} ${name}`.padEnd(22)}: ${value}`);
  return held.checksumValid ? lines : [...lines, ` ${area} area: wrong checksum`];
}

export function slotUserLine(slot: AccountSlot): string {
  const { name, state, messaging, privilege } = slot;
  return [
    String(slot.slot).padEnd(3),
    name.padEnd(nameWidth),
    state.padEnd(9),
    String(messaging).padEnd(10),
    privilege,
  ].join(' ');
}

export function namedUserLine({ name, state, privilege, lockedOut }: NamedAccount): string {
  return [name.padEnd(nameWidth), (lockedOut ? 'locked' : state).padEnd(9), privilege].join(' ');
}

export function infoText(values: object): string {
  return Object.entries(values)
    .map(([name, value]) => `${name.padEnd(20)}: ${String(value)}`)
    .join('\n');
}

function hex(value: number): string {
  return value.toString(16).padStart(2, '0');
}
