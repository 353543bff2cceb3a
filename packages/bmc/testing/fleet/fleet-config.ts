import { type InitialUser, type PrivilegeName, privilegeCodes } from '../server/user-table.ts';
import type { TlsIdentity } from '../tls/certificate.ts';
import { type HabitName, habits } from '../vendors/habits.ts';

/** One virtual server of a fleet file: its BMC, and its screen if it has one. */
export interface VirtualServerConfig {
  readonly name: string;
  readonly bmc: Endpoint;
  readonly screen?: Endpoint & { readonly password?: string };
  /** Speaks Redfish as well, on that TCP port, as the firmware of its habit does. */
  readonly redfish?: { readonly port: number; readonly tls?: TlsIdentity };
  readonly users: readonly InitialUser[];
  readonly habit: HabitName;
  readonly initialPower: 'on' | 'off';
}

export interface Endpoint {
  readonly host: string;
  /** 0 takes any. */
  readonly port: number;
}

/**
 * Reads a fleet file: a JSON list of servers. `habit` may be absent (`postern-default`), and so may
 * `initialPower` (`off`).
 *
 * @throws TypeError that names the field; never its value, for some of them are passwords.
 */
export function parseFleetConfig(json: unknown): VirtualServerConfig[] {
  if (!Array.isArray(json)) throw new TypeError('the configuration is not a list of servers');
  return json.map((entry, index) => parseServer(record(entry, `[${index}]`), `[${index}]`));
}

type Fields = Readonly<Record<string, unknown>>;

function parseServer(fields: Fields, at: string): VirtualServerConfig {
  const screen = fields.screen === undefined ? undefined : record(fields.screen, `${at}.screen`);
  return {
    name: text(fields.name, `${at}.name`),
    bmc: parseEndpoint(record(fields.bmc, `${at}.bmc`), `${at}.bmc`),
    ...(screen === undefined ? {} : { screen: parseScreen(screen, `${at}.screen`) }),
    ...(fields.redfish === undefined
      ? {}
      : { redfish: parseRedfish(record(fields.redfish, `${at}.redfish`), `${at}.redfish`) }),
    users: list(fields.users, `${at}.users`).map((user, index) =>
      parseUser(record(user, `${at}.users[${index}]`), `${at}.users[${index}]`),
    ),
    habit: oneOf(fields.habit ?? 'postern-default', Object.keys(habits) as HabitName[], `${at}.habit`),
    initialPower: oneOf(fields.initialPower ?? 'off', ['on', 'off'] as const, `${at}.initialPower`),
  };
}

function parseScreen(fields: Fields, at: string) {
  const endpoint = parseEndpoint(fields, at);
  return fields.password === undefined
    ? endpoint
    : { ...endpoint, password: text(fields.password, `${at}.password`) };
}

function parseRedfish(fields: Fields, at: string) {
  const port = integer(fields.port, `${at}.port`, 65_535);
  if (fields.tls === undefined) return { port };
  const tls = record(fields.tls, `${at}.tls`);
  return { port, tls: { key: text(tls.key, `${at}.tls.key`), cert: text(tls.cert, `${at}.tls.cert`) } };
}

function parseEndpoint(fields: Fields, at: string): Endpoint {
  return { host: text(fields.host, `${at}.host`), port: integer(fields.port, `${at}.port`, 65_535) };
}

function parseUser(fields: Fields, at: string): InitialUser {
  const privileges = Object.keys(privilegeCodes) as PrivilegeName[];
  return {
    slot: integer(fields.slot, `${at}.slot`, 63),
    name: text(fields.name, `${at}.name`),
    password: text(fields.password, `${at}.password`),
    privilege: oneOf(fields.privilege, privileges, `${at}.privilege`),
  };
}

function record(value: unknown, at: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new TypeError(`${at} is not an object`);
  return value as Fields;
}

function list(value: unknown, at: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new TypeError(`${at} is not a list`);
  return value;
}

function text(value: unknown, at: string): string {
  if (typeof value !== 'string') throw new TypeError(`${at} is not a text`);
  return value;
}

function integer(value: unknown, at: string, max: number): number {
  const number = typeof value === 'number' && Number.isInteger(value) ? value : Number.NaN;
  if (!(number >= 0 && number <= max)) throw new TypeError(`${at} is not a whole number from 0 to ${max}`);
  return number;
}

function oneOf<T extends string>(value: unknown, known: readonly T[], at: string): T {
  const found = known.find((name) => name === value);
  if (found === undefined) throw new TypeError(`${at} is none of ${known.join(', ')}`);
  return found;
}
