/** LAN and serial-over-LAN configuration: IPMI 2.0 §23 and §26. */
import { privilegeCodes } from '../../server/user-table.ts';
import { type BmcState, done, netFns, refuse, type VirtualCommand } from '../command.ts';
import { completionCodes } from '../completion-codes.ts';
import { lanChannel } from './channels.ts';

/** Parameter revision 1.1, older revisions back to 1.1. */
const REVISION = 0x11;

/** What `lan print` and friends read. Addresses are those of documentation (RFC 5737). */
const lanParameters: ReadonlyMap<number, readonly number[]> = new Map([
  [0, [0x00]],
  [1, [0x00]],
  [2, [0, 0, 0, 0, 0]],
  [3, [192, 0, 2, 20]],
  [4, [0x01]],
  [5, [0x02, 0x00, 0x5e, 0x10, 0x00, 0x01]],
  [6, [255, 255, 255, 0]],
  [12, [192, 0, 2, 1]],
]);

const CIPHER_COUNT = 22;
const CIPHER_IDS = 23;

/** Enabled; encryption and authentication forced, from USER on; 115200 baud; channel 1; port 623. */
const solParameters: ReadonlyMap<number, readonly number[]> = new Map([
  [0, [0x00]],
  [1, [0x01]],
  [2, [0xc2]],
  [3, [0x0c, 0x60]],
  [4, [0x07, 0x32]],
  [5, [0x0a]],
  [6, [0x0a]],
  [7, [0x01]],
  [8, [0x6f, 0x02]],
]);

export const setLanConfiguration: VirtualCommand = {
  netFn: netFns.transport,
  command: 0x01,
  privilege: privilegeCodes.administrator,
  minimumLength: 3,
  run: (state, data) => writeParameter(state, 'lan', data),
};

export const getLanConfiguration: VirtualCommand = {
  netFn: netFns.transport,
  command: 0x02,
  privilege: privilegeCodes.operator,
  minimumLength: 4,
  run(state, data) {
    const suites = state.habit.cipherSuites;
    if (data[1] === CIPHER_COUNT) return done([REVISION, suites.length]);
    if (data[1] === CIPHER_IDS) return done([REVISION, 0, ...suites, ...Array(16 - suites.length).fill(0)]);
    return readParameter(state, 'lan', data, lanParameters);
  },
};

export const setSolConfiguration: VirtualCommand = {
  netFn: netFns.transport,
  command: 0x21,
  privilege: privilegeCodes.administrator,
  minimumLength: 3,
  run: (state, data) => writeParameter(state, 'sol', data),
};

export const getSolConfiguration: VirtualCommand = {
  netFn: netFns.transport,
  command: 0x22,
  privilege: privilegeCodes.user,
  minimumLength: 4,
  run: (state, data) => readParameter(state, 'sol', data, solParameters),
};

function writeParameter({ habit, configuration }: BmcState, kind: string, data: Buffer) {
  const [channel = 0, parameter = 0] = data;
  if (lanChannel(channel, habit) === undefined) return refuse(completionCodes.invalidField);
  configuration.set(`${kind}:${parameter}`, Buffer.from(data.subarray(2)));
  return done();
}

function readParameter(
  { habit, configuration }: BmcState,
  kind: string,
  [channel = 0, parameter = 0]: Buffer,
  defaults: ReadonlyMap<number, readonly number[]>,
) {
  if (lanChannel(channel, habit) === undefined) return refuse(completionCodes.invalidField);
  if ((channel & 0x80) !== 0) return done([REVISION]);
  const value = configuration.get(`${kind}:${parameter}`) ?? defaults.get(parameter);
  if (value === undefined) return refuse(completionCodes.parameterNotSupported);
  return done([REVISION, ...value]);
}
