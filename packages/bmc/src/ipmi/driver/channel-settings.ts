import type { LanSettings, SerialSettings } from '../../capabilities.ts';
import { BmcError } from '../../errors.ts';
import type { Command } from '../commands/command.ts';
import { type ConfigurationRead, getLanConfiguration } from '../commands/transport/get-lan-configuration.ts';
import { getSolConfiguration, SolParameter } from '../commands/transport/get-sol-configuration.ts';
import { privilegeName } from '../privilege.ts';
import type { Session } from '../sessions/session.ts';

/** "The channel this command came by", IPMI 2.0 table 6-1. */
export const currentChannel = 0x0e;

const LanParameter = { address: 3, source: 4, mac: 5, netmask: 6, gateway: 12, vlan: 20 } as const;
const sources = ['other', 'static', 'dhcp', 'bios'] as const;
/** Codes of table 26-5; 0 means "as the serial port is set". */
const bitRates: Readonly<Record<number, number>> = {
  0: 0,
  6: 9_600,
  7: 19_200,
  8: 38_400,
  9: 57_600,
  10: 115_200,
};

/** Parameters that the BMC refuses or cuts short are absent. */
export async function readLanSettings(session: Session): Promise<LanSettings> {
  const read = (parameter: number, length: number) =>
    readParameter(session, getLanConfiguration, parameter, length);
  const address = await read(LanParameter.address, 4);
  const netmask = await read(LanParameter.netmask, 4);
  const gateway = await read(LanParameter.gateway, 4);
  const mac = await read(LanParameter.mac, 6);
  const source = await read(LanParameter.source, 1);
  const vlan = await read(LanParameter.vlan, 2);
  return {
    ...(address && { address: address.join('.') }),
    ...(netmask && { netmask: netmask.join('.') }),
    ...(gateway && { gateway: gateway.join('.') }),
    ...(mac && { mac: mac.toString('hex').replaceAll(/(..)(?=.)/g, '$1:') }),
    ...(source && { source: sources[source.readUInt8(0) & 0x0f] ?? 'other' }),
    ...(vlan && {
      vlan: (vlan.readUInt16LE(0) & 0x8000) === 0 ? ('off' as const) : vlan.readUInt16LE(0) & 0x0fff,
    }),
  };
}

/** Parameters that the BMC refuses or cuts short are absent. */
export async function readSerialSettings(session: Session): Promise<SerialSettings> {
  const read = (parameter: number, length: number) =>
    readParameter(session, getSolConfiguration, parameter, length);
  const enable = await read(SolParameter.enable, 1);
  const authentication = (await read(SolParameter.authentication, 1))?.readUInt8(0);
  const volatileRate = await read(SolParameter.volatileBitRate, 1);
  const rate = volatileRate ?? (await read(SolParameter.bitRate, 1));
  const bitRate = rate && bitRates[rate.readUInt8(0) & 0x0f];
  const port = await read(SolParameter.port, 2);
  return {
    ...(enable && { enabled: (enable.readUInt8(0) & 1) !== 0 }),
    ...(authentication !== undefined && {
      forceEncryption: (authentication & 0x80) !== 0,
      forceAuthentication: (authentication & 0x40) !== 0,
      privilege: privilegeName(authentication & 0x0f),
    }),
    ...(bitRate !== undefined && { bitRate }),
    ...(port && { port: port.readUInt16LE(0) }),
  };
}

async function readParameter(
  session: Session,
  command: Command<ConfigurationRead, { readonly data: Buffer }>,
  parameter: number,
  length: number,
): Promise<Buffer | undefined> {
  try {
    const { data } = await session.execute(command, { channel: currentChannel, parameter });
    return data.length >= length ? data.subarray(0, length) : undefined;
  } catch (error) {
    if (error instanceof BmcError && error.completionCode !== undefined) return undefined;
    throw error;
  }
}
