import type { ServerPorts } from '../ports.ts';
import { fruBytes } from './fru-image.ts';

/** What `ipmi_sim` must know of one server. */
export type SimulatedBmc = {
  readonly name: string;
  readonly ports: ServerPorts;
  readonly username: string;
  readonly password: string;
  /** 32 hexadecimal digits. */
  readonly guid: string;
};

/**
 * The text of `lan.conf`(ipmi_lan(5)). Holds the administrator's password: write it for ourselves only.
 *
 * `serial … codec VM` is what `ipmi_sim` insists on before it controls power. The chassis program is named relative to
 * the working folder, because its argument list is split at spaces.
 */
export function lanConfiguration({ name, ports, username, password, guid }: SimulatedBmc): string {
  return `name "${name}"
set_working_mc 0x20
  startlan 1
    addr 127.0.0.1 ${ports.bmc}
    priv_limit admin
    allowed_auths_callback md5
    allowed_auths_user md5
    allowed_auths_operator md5
    allowed_auths_admin md5
    guid ${guid}
  endlan
  chassis_control "./chassis.sh"
  serial 15 127.0.0.1 ${ports.system} codec VM
  sol "tcp:127.0.0.1:${ports.serialBmc}" 115200 history=4000
  console 127.0.0.1 ${ports.simulator}
  user 1 false "" "" user 10 md5
  user 2 true "${username}" "${password}" admin 10 md5
`;
}

/**
 * The emulated controller: a BMC with an event log that has begun, an inventory, a board temperature, a fan and a 12 V rail.
 * An event is 15 bytes, its type first: the board came up, and its clock was set.
 */
export const emulation = `mc_setbmc 0x20
mc_add 0x20 0 no-device-sdrs 0x23 9 8 0x9f 0x1291 0xf02 persist_sdr
sel_enable 0x20 1000 0x0a
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
mc_add_fru_data 0x20 0 ${fruBytes} file 0 "./fru.bin"
mc_enable 0x20
sel_add 0x20 0x02 0x00 0x00 0x00 0x69 0x20 0x00 0x04 0x1d 0x09 0x6f 0x00 0xff 0xff
sel_add 0x20 0x02 0x05 0x00 0x00 0x69 0x20 0x00 0x04 0x12 0x0a 0x6f 0x05 0xff 0xff
`;

/**
 * The sensor records, as `sdrcomp` reads them. Names hold lower-case letters on purpose: it packs those without into
 * 6-bit ASCII, which ipmitool and FreeIPMI print wrongly.
 */
export const sensorRecords = [
  controllerRecord('Lab BMC'),
  sensorRecord({
    number: 1,
    name: 'Board temp',
    entity: 'system_board',
    type: 'Temperature',
    unit: 'degrees_C',
    m: 1,
    exponent: 0,
  }),
  sensorRecord({
    number: 3,
    name: 'Fan 1',
    entity: 'fan_cooling_device',
    type: 'Fan',
    unit: 'RPM',
    m: 100,
    exponent: 0,
  }),
  sensorRecord({
    number: 4,
    name: '12V rail',
    entity: 'power_supply',
    type: 'Voltage',
    unit: 'Volts',
    m: 6,
    exponent: -2,
  }),
].join('\n');

function controllerRecord(name: string): string {
  return `sdr type 18
  device_slave_address 0x20
  device_channel_number 0
  chassis true
  ipmb_event_gen false
  ipmb_event_recv false
  fru_inventory false
  sel true
  sdr true
  sensor true
  entity_id system_board
  entity_instance 1
  id_string "${name}"
endsdr
`;
}

type Sensor = {
  readonly number: number;
  readonly name: string;
  readonly entity: string;
  readonly type: string;
  readonly unit: string;
  /** Reading = raw × m × 10^exponent (IPMI 2.0 §36.3). */
  readonly m: number;
  readonly exponent: number;
};

function sensorRecord({ number, name, entity, type, unit, m, exponent }: Sensor): string {
  return `sdr type 1
  sensor_owner_id 0x20
  sensor_owner_lun 0
  channel_number 0
  sensor_number ${number}
  entity_id ${entity}
  entity_instance 1
  sensor_type ${type}
  init_scanning true
  init_sensor_type true
  default_sensor_scan_on true
  event_reading_type_code 1
  analog_data_format unsigned
  rate_unit none
  modifier_unit none
  percentage false
  base_unit ${unit}
  modifier_unit_code unspecified
  linearization linear
  m ${m}
  tolerance 0
  b 0
  accuracy 1
  accuracy_exp 0
  sensor_direction input
  r_exp ${exponent}
  b_exp 0
  sensor_maximum 255
  sensor_minimum 0
  id_string "${name}"
endsdr
`;
}
