import type { Bmc } from '../../capabilities.ts';
import { infoText } from '../lines.ts';
import type { CommandOutput } from '../output.ts';
import { UsageError } from '../parse-arguments.ts';
import { ipmiOnly, isIpmi } from './ipmi-only.ts';

export async function runInfo(bmc: Bmc): Promise<CommandOutput> {
  const suite = isIpmi(bmc) ? { cipherSuite: bmc.cipherSuite } : {};
  const info = { ...(await bmc.identity()), ...suite };
  return { text: infoText(info), json: info };
}

export async function runBmc(bmc: Bmc, [word, kind]: readonly string[]): Promise<CommandOutput> {
  if (word === 'guid') {
    const guid = await bmc.control.systemGuid();
    return { text: guid, json: { guid } };
  }
  if (word === 'selftest') {
    const result = await ipmiOnly(bmc, 'selftest').control.selfTest();
    return { text: [`Selftest: ${result.result}`, ...result.failures].join('\n'), json: result };
  }
  if (word !== 'reset' || (kind !== 'cold' && kind !== 'warm'))
    throw new UsageError('bmc needs guid, selftest, reset cold or reset warm.');
  await bmc.control.reset(kind);
  return { text: `Sent ${kind} reset command to the BMC`, json: { reset: kind } };
}

export async function runChassis(
  bmc: Bmc,
  [word = 'status', value]: readonly string[],
): Promise<CommandOutput> {
  if (word === 'identify') {
    const light = value === 'force' ? 'until-off' : secondsOf(value ?? '15');
    await bmc.control.identify(light);
    return { text: `Chassis identify: ${light}`, json: { identify: light } };
  }
  if (word === 'policy') {
    const policy = policies.find((candidate) => candidate === value);
    if (policy === undefined) throw new UsageError('chassis policy needs always-on, always-off or previous.');
    await bmc.control.setPowerRestorePolicy(policy);
    return { text: `Set chassis power restore policy to ${policy}`, json: { policy } };
  }
  const { control } = ipmiOnly(bmc, `chassis ${word}`);
  if (word === 'status') {
    const details = await control.chassis();
    return { text: infoText(details), json: details };
  }
  if (word === 'poh') {
    const minutes = await control.powerOnMinutes();
    return { text: `Power-on minutes: ${minutes}`, json: { minutes } };
  }
  if (word !== 'restart_cause')
    throw new UsageError('chassis needs status, identify, policy, poh or restart_cause.');
  const cause = await control.restartCause();
  return { text: `System restart cause: ${cause}`, json: { cause } };
}

const policies = ['always-on', 'always-off', 'previous'] as const;

function secondsOf(word: string): number {
  const seconds = Number(word);
  if (Number.isInteger(seconds) && seconds >= 0 && seconds <= 255) return seconds;
  throw new UsageError('chassis identify needs seconds, 0 to 255, or force.');
}

export async function runLan(bmc: Bmc, [word = 'print']: readonly string[]): Promise<CommandOutput> {
  if (word !== 'print') throw new UsageError('lan needs print.');
  const settings = await ipmiOnly(bmc, 'lan').control.lanSettings();
  return { text: infoText(settings), json: settings };
}

export async function runChannel(bmc: Bmc, [word = 'info']: readonly string[]): Promise<CommandOutput> {
  if (word !== 'info') throw new UsageError('channel needs info.');
  const channels = await ipmiOnly(bmc, 'channel').control.lanChannels();
  return { text: channels.map(infoText).join('\n\n'), json: channels };
}

export async function runRaw(bmc: Bmc, words: readonly string[]): Promise<CommandOutput> {
  const [netFn, code, ...data] = words.map(byteFor);
  if (netFn === undefined || code === undefined)
    throw new UsageError('raw needs a network function and a command.');
  const reply = await ipmiOnly(bmc, 'raw').control.raw({ netFn, code, data: Uint8Array.from(data) });
  const digits = reply.toString('hex');
  return { text: digits.replaceAll(/../g, ' $&'), json: { data: digits } };
}

function byteFor(word: string): number {
  const value = /^(0x[0-9a-f]+|\d+)$/i.test(word) ? Number(word) : Number.NaN;
  if (!(value <= 0xff)) throw new UsageError('raw needs bytes, such as 0x06 or 6.');
  return value;
}
