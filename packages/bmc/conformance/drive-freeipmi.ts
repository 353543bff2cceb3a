import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { WitnessTarget } from './drive-ipmitool.ts';
import { type Driver, noWord, type Operation } from './operations.ts';

const run = promisify(execFile);

/** The part of the list that FreeIPMI's tools have a word for. */
export function driveFreeIpmi({ port, username, password }: WitnessTarget): Driver {
  async function tool(name: string, suite: number, ...words: string[]): Promise<string> {
    const login = ['-u', username, '-p', password, '-I', String(suite), '-W', 'opensesspriv'];
    try {
      return (await run(name, ['-D', 'LAN_2_0', '-h', `127.0.0.1:${port}`, ...login, ...words])).stdout;
    } catch {
      return 'failed';
    }
  }

  async function ask(operation: Operation): Promise<string> {
    switch (operation) {
      case 'suite 3':
      case 'suite 17':
        return /: o(n|ff)/.test(await tool('ipmipower', operation === 'suite 3' ? 3 : 17, '--stat'))
          ? 'opens'
          : 'refused';
      case 'power status':
      case 'power status after on':
        return /: on/.test(await tool('ipmipower', 3, '--stat')) ? 'on' : 'off';
      case 'power on':
      case 'power off':
      case 'power cycle':
        return /: ok/.test(await tool('ipmipower', 3, `--${operation.slice('power '.length)}`))
          ? 'done'
          : 'failed';
      case 'manufacturer and firmware': {
        const said = await tool('bmc-info', 3, '--get-device-id');
        const id = /Manufacturer ID\s*:.*?\(?(\d+)\)?$/m.exec(said)?.[1] ?? '';
        return `${id} ${/Firmware Revision\s*:\s*([\d.]+)/.exec(said)?.[1] ?? ''}`;
      }
      case 'raw Get Device ID': {
        const said = await tool('ipmi-raw', 3, '0', '6', '1');
        return said
          .replace(/^.*rcvd:\s*/s, '')
          .replaceAll(/\s/g, '')
          .slice(4)
          .toLowerCase();
      }
      default:
        return noWord;
    }
  }

  return { name: 'FreeIPMI', run: ask };
}
