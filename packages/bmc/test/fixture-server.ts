/** What an `ipmi_sim` with sensors, events and a FRU is made of. Names are ours, values chosen to be told apart. */
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Writes the compiled SDRs and the FRU image where `ipmi_sim` looks, and returns the lines of its emulation. */
export async function writeServerFixture(folder: string, name: string): Promise<string> {
  const state = join(folder, 'state', 'ipmi_sim', name);
  await mkdir(state, { recursive: true });
  await writeFile(join(folder, 'server.sdrs'), sdrSource());
  await run('sdrcomp', ['-o', join(state, 'sdr.20.main'), join(folder, 'server.sdrs')]);
  await writeFile(join(folder, 'fru.bin'), fruImage());
  return emulation(join(folder, 'fru.bin'));
}

interface FixtureSensor {
  readonly number: number;
  readonly name: string;
  readonly type: string;
  readonly entity: string;
  readonly unit: string;
  readonly m: number;
  readonly rExponent: number;
  readonly b?: number;
  readonly bExponent?: number;
  readonly linearization?: string;
  readonly format?: string;
}

const sensors: readonly FixtureSensor[] = [
  {
    number: 1,
    name: 'inlet temp',
    type: 'Temperature',
    entity: 'system_board',
    unit: 'degrees_C',
    m: 1,
    rExponent: 0,
  },
  { number: 3, name: 'fan 1', type: 'Fan', entity: 'fan_cooling_device', unit: 'RPM', m: 100, rExponent: 0 },
  {
    number: 4,
    name: '12V rail',
    type: 'Voltage',
    entity: 'power_supply',
    unit: 'Volts',
    m: 6,
    rExponent: -2,
  },
  {
    number: 5,
    name: 'outlet temp',
    type: 'Temperature',
    entity: 'system_board',
    unit: 'degrees_C',
    m: 2,
    b: -5,
    bExponent: 1,
    rExponent: -1,
    format: '2s_complement',
  },
  {
    number: 6,
    name: 'power draw',
    type: 'Current',
    entity: 'power_supply',
    unit: 'Watts',
    m: 5,
    rExponent: 0,
    linearization: 'sqr(x)',
  },
];

function sdrSource(): string {
  const full = sensors.map(fullRecord).join('');
  return controllerRecord + watchdogRecord + full;
}

const controllerRecord = `sdr type 18
	device_slave_address	0x20
	device_channel_number	0
	chassis	true
	ipmb_event_gen	false
	ipmb_event_recv	false
	fru_inventory	true
	sel	true
	sdr	true
	sensor	true
	entity_id	system_board
	entity_instance	1
	id_string	"sim bmc"
endsdr
`;

const watchdogRecord = `sdr type 3
	sensor_owner_id	0x20
	sensor_owner_lun	0
	channel_number	0
	sensor_number	0
	entity_id	system_board
	entity_instance	1
	sensor_type	Watchdog_2
	event_reading_type_code	0x6f
	id_string	"watchdog"
endsdr
`;

/** A temperature sensor in `sdrcomp`'s words: one degree for each count. */
export function temperatureRecord(number: number, name: string): string {
  return fullRecord({
    number,
    name,
    type: 'Temperature',
    entity: 'system_board',
    unit: 'degrees_C',
    m: 1,
    rExponent: 0,
  });
}

function fullRecord(sensor: FixtureSensor): string {
  return `sdr type 1
	sensor_owner_id	0x20
	sensor_owner_lun	0
	channel_number	0
	sensor_number	${sensor.number}
	entity_id	${sensor.entity}
	entity_instance	1
	sensor_type	${sensor.type}
	init_scanning	true
	init_sensor_type	true
	default_sensor_scan_on	true
	event_reading_type_code	1
	analog_data_format	${sensor.format ?? 'unsigned'}
	rate_unit	none
	modifier_unit	none
	percentage	false
	base_unit	${sensor.unit}
	modifier_unit_code	unspecified
	linearization	${sensor.linearization ?? 'linear'}
	m	${sensor.m}
	tolerance	0
	b	${sensor.b ?? 0}
	accuracy	1
	accuracy_exp	0
	sensor_direction	input
	r_exp	${sensor.rExponent}
	b_exp	${sensor.bExponent ?? 0}
	sensor_maximum	255
	sensor_minimum	0
	id_string	"${sensor.name}"
endsdr
`;
}

function emulation(fruPath: string): string {
  return `sensor_add 0x20 0 0 35 0x6f event-only
sensor_add 0x20 0 1 0x01 0x01
sensor_set_value 0x20 0 1 0x2a 0
sensor_set_threshold 0x20 0 1 settable 111000 0x60 0x50 0x46 00 00 00
sensor_set_event_support 0x20 0 1 enable scanning per-state 000111111000000 000111111000000 000111111000000 000111111000000
sensor_add 0x20 0 3 0x04 0x01
sensor_set_value 0x20 0 3 42 0
sensor_set_threshold 0x20 0 3 settable 000011 0 0 0 0 5 8
sensor_set_event_support 0x20 0 3 enable scanning per-state 000000000001111 000000000001111 000000000001111 000000000001111
sensor_add 0x20 0 4 0x02 0x01
sensor_set_value 0x20 0 4 200 0
sensor_set_event_support 0x20 0 4 enable scanning per-state 000000000001111 000000000001111 000000000001111 000000000001111
sensor_add 0x20 0 5 0x01 0x01
sensor_set_value 0x20 0 5 0x88 0
sensor_set_event_support 0x20 0 5 enable scanning per-state 000000000001111 000000000001111 000000000001111 000000000001111
sensor_add 0x20 0 6 0x03 0x01
sensor_set_value 0x20 0 6 45 0
sensor_set_event_support 0x20 0 6 enable scanning per-state 000000000001111 000000000001111 000000000001111 000000000001111
mc_add_fru_data 0x20 0 256 file 0 "${fruPath}"
`;
}

/** Events that the log starts with; each line is 15 bytes, type first. */
export const firstEvents = `sel_add 0x20 0x02 0x00 0x00 0x00 0x60 0x20 0x00 0x04 0x01 0x01 0x01 0x59 0x57 0x50
sel_add 0x20 0x02 0x00 0x00 0x00 0x60 0x20 0x00 0x04 0x04 0x03 0x81 0x52 0x04 0x05
sel_add 0x20 0x02 0x00 0x00 0x00 0x60 0x20 0x00 0x04 0x23 0x00 0x6f 0x01 0xff 0xff
`;

function fruImage(): Buffer {
  const board = fruArea([0x19, 0x40, 0xe2, 0x01], ['Example Co', 'SimBoard', 'BRD0001', 'PN-100', '']);
  const product = fruArea([0x19], ['Example Co', 'SimServer 1U', 'PN-200', '1.0', 'SRV0001', 'asset-42', '']);
  const header = Buffer.of(1, 0, 0, 1, 1 + board.length / 8, 0, 0);
  return Buffer.concat([withChecksum(header), board, product, Buffer.alloc(256)]).subarray(0, 256);
}

function fruArea(head: readonly number[], texts: readonly string[]): Buffer {
  const fields = texts.map((text) => Buffer.concat([Buffer.of(0xc0 | text.length), Buffer.from(text)]));
  const body = Buffer.concat([Buffer.from(head), ...fields, Buffer.of(0xc1)]);
  const length = Math.ceil((body.length + 3) / 8) * 8;
  const padded = Buffer.concat([Buffer.of(1, length / 8), body, Buffer.alloc(length - 3 - body.length)]);
  return withChecksum(padded);
}

function withChecksum(bytes: Buffer): Buffer {
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  return Buffer.concat([bytes, Buffer.of(-sum & 0xff)]);
}
