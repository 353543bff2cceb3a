import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { tenant, type WitnessTarget } from './drive-ipmitool.ts';
import { type Driver, noWord, type Operation, refused } from './operations.ts';

const run = promisify(execFile);
const failed = 'failed';
/** Of the slots of the virtual BMC. */
const userSections = Array.from({ length: 16 }, (_, index) => ['-S', `User${index + 1}`]).flat();

/** FreeIPMI's tools; for live sessions and serial lines they have no word. */
export async function driveFreeIpmi(admin: WitnessTarget): Promise<Driver & { close(): Promise<void> }> {
  const cache = await mkdtemp(join(tmpdir(), 'postern-freeipmi-'));
  const caching = [`--sdr-cache-directory=${cache}`, '--quiet-cache'];
  const slot = 'User5';

  async function toolAs(
    who: Omit<WitnessTarget, 'port'>,
    name: string,
    suite: number,
    ...words: string[]
  ): Promise<string> {
    const login = ['-u', who.username, '-p', who.password, '-I', String(suite), '-W', 'opensesspriv'];
    try {
      return (await run(name, ['-D', 'LAN_2_0', '-h', `127.0.0.1:${admin.port}`, ...login, ...words])).stdout;
    } catch {
      return failed;
    }
  }
  const tool = (name: string, ...words: string[]) => toolAs(admin, name, 3, ...words);
  const commit = async (category: string, ...settings: string[]) => {
    const pairs = settings.flatMap((setting) => ['-e', setting]);
    const said = await tool('ipmi-config', `--category=${category}`, '--commit', ...pairs);
    return said === failed ? failed : 'done';
  };
  const login = async (who: Omit<WitnessTarget, 'port'>) =>
    (await toolAs(who, 'bmc-info', 3, '-l', 'USER', '--get-device-id')) === failed ? refused : 'accepted';

  async function ask(operation: Operation): Promise<string> {
    switch (operation) {
      case 'suite 3':
      case 'suite 17':
        return /: o(n|ff)/.test(await toolAs(admin, 'ipmipower', operation === 'suite 3' ? 3 : 17, '--stat'))
          ? 'opens'
          : refused;
      case 'power status':
      case 'power status after on':
        return /: on/.test(await tool('ipmipower', '--stat')) ? 'on' : 'off';
      case 'power on':
      case 'power off':
      case 'power cycle':
        return /: ok/.test(await tool('ipmipower', `--${operation.slice('power '.length)}`))
          ? 'done'
          : failed;
      case 'boot pxe, read back': {
        await commit('chassis', 'Chassis_Boot_Flags:Boot_Device=PXE');
        const said = await tool(
          'ipmi-config',
          '--category=chassis',
          '--checkout',
          '-S',
          'Chassis_Boot_Flags',
        );
        return /^\s*Boot_Device\s+(\S+)/m.exec(said)?.[1]?.toLowerCase() ?? failed;
      }
      case 'manufacturer and firmware': {
        const said = await tool('bmc-info', '--get-device-id');
        const id = /Manufacturer ID\s*:.*?\(?(\d+)\)?$/m.exec(said)?.[1] ?? '';
        return `${id} ${/Firmware Revision\s*:\s*([\d.]+)/.exec(said)?.[1] ?? ''}`;
      }
      case 'GUID':
        return (await tool('bmc-info', '--get-system-guid')).trim().replaceAll('-', '');
      case 'raw Get Device ID': {
        const said = await tool('ipmi-raw', '0', '6', '1');
        return said
          .replace(/^.*rcvd:\s*/s, '')
          .replaceAll(/\s/g, '')
          .slice(4)
          .toLowerCase();
      }
      case 'users with a name':
      case 'users after that':
        return namedUsers(await tool('ipmi-config', '--category=core', '--checkout', ...userSections));
      case 'make account in slot 5':
        return commit(
          'core',
          `${slot}:Username=${tenant.username}`,
          `${slot}:Password=${tenant.password}`,
          `${slot}:Lan_Enable_IPMI_Msgs=Yes`,
          `${slot}:Lan_Privilege_Limit=Operator`,
          `${slot}:Enable_User=Yes`,
        );
      case 'login of the account':
      case 'login when disabled':
        return login(tenant);
      case 'login with a wrong password':
        return login({ ...tenant, password: 'wrong-password' });
      case 'login of nobody':
        return login({ username: 'nobody', password: 'wrong-password' });
      case 'disable account':
        return commit('core', `${slot}:Enable_User=No`);
      case 'sensors':
        return (await sensorRows())
          .filter(({ units }) => units !== 'N/A')
          .map(({ name, reading }) => `${name}=${reading === 'N/A' ? 'na' : reading}`)
          .join(' ');
      case 'thresholds of a sensor':
        return (await sensorRows()).find(({ type }) => type === 'Temperature')?.upperCritical ?? '';
      case 'events': {
        const said = await tool('ipmi-sel', ...caching, '--info');
        return /Number of log entries\s*:\s*(\d+)/.exec(said)?.[1] ?? refused;
      }
      case 'FRU': {
        const said = await tool('ipmi-fru', ...caching);
        return /FRU Product Serial Number: (\S+)/.exec(said)?.[1] ?? '';
      }
      case 'sessions of user 2':
      case 'serial: free':
        return noWord;
    }
  }

  async function sensorRows() {
    const shape = ['--comma-separated-output', '--no-header-output', '--output-sensor-thresholds'];
    return (await tool('ipmi-sensors', ...caching, ...shape))
      .trim()
      .split('\n')
      .map((line) => line.split(','))
      .map(([, name = '', type = '', reading = '', units = '', , , , , upperCritical = '']) => {
        return { name, type, reading, units, upperCritical };
      });
  }

  return { name: 'FreeIPMI', run: ask, close: () => rm(cache, { recursive: true }) };
}

/** `slot:name` of each section of a checkout that names its user. */
function namedUsers(checkout: string): string {
  return checkout
    .split('EndSection')
    .flatMap((section) => {
      const slot = /^Section User(\d+)$/m.exec(section)?.[1];
      const name = /^\s*Username[ \t]+([^\s<]+)/m.exec(section)?.[1];
      return slot === undefined || name === undefined || name === 'NULL' ? [] : [`${slot}:${name}`];
    })
    .join(' ');
}
