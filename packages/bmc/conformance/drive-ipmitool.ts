import { runIpmitool } from '../test/run-ipmitool.ts';
import { type Driver, noWord, type Operation, refused } from './operations.ts';

/** The account that the list makes. */
export const tenant = { username: 'tenant05', password: 'Tenant-pass-05', privilege: 'USER' } as const;

export interface WitnessTarget {
  readonly port: number;
  readonly username: string;
  readonly password: string;
}

export function driveIpmitool(admin: WitnessTarget): Driver {
  const ask = async (...words: string[]): Promise<string> => {
    const { succeeded, output } = await runIpmitool(admin, ...words);
    return succeeded ? output : `failed: ${output.trim().split('\n').at(-1) ?? ''}`;
  };
  const login = async (who: Omit<WitnessTarget, 'port'>) => {
    const { succeeded } = await runIpmitool({ ...who, port: admin.port, privilege: 'USER' }, 'mc', 'info');
    return succeeded ? 'accepted' : 'refused';
  };
  const done = async (...words: string[]) => {
    const said = await ask(...words);
    return said.startsWith('failed') ? said : 'done';
  };

  async function run(operation: Operation): Promise<string> {
    switch (operation) {
      case 'suite 3':
        return (await done('mc', 'info')) === 'done' ? 'opens' : refused;
      case 'suite 17':
        return (await runIpmitool({ ...admin, suite: 17 }, 'mc', 'info')).succeeded ? 'opens' : refused;
      case 'power status':
      case 'power status after on':
        return (await ask('power', 'status')).includes('is on') ? 'on' : 'off';
      case 'power on':
      case 'power off':
      case 'power cycle':
        return done('power', operation.slice('power '.length));
      case 'boot pxe, read back': {
        await ask('chassis', 'bootdev', 'pxe');
        return (await ask('chassis', 'bootparam', 'get', '5')).includes('Force PXE') ? 'pxe' : 'none';
      }
      case 'manufacturer and firmware': {
        const said = await ask('mc', 'info');
        return `${field(said, 'Manufacturer ID')} ${field(said, 'Firmware Revision')}`;
      }
      case 'GUID':
        return guidBytes(field(await ask('mc', 'guid'), 'System GUID')) || refused;
      case 'raw Get Device ID':
        return (await ask('raw', '0x06', '0x01')).replaceAll(/\s/g, '');
      case 'users with a name':
      case 'users after that':
        return (await ask('-c', 'user', 'list', '1'))
          .split('\n')
          .map((line) => line.split(','))
          .filter(([, name = '']) => name !== '')
          .map(([slot, name]) => `${slot}:${name}`)
          .join(' ');
      case 'make account in slot 5': {
        await ask('user', 'set', 'name', '5', tenant.username);
        await ask('user', 'set', 'password', '5', tenant.password);
        await ask('channel', 'setaccess', '1', '5', 'callin=off', 'ipmi=on', 'link=off', 'privilege=3');
        return done('user', 'enable', '5');
      }
      case 'login of the account':
      case 'login when disabled':
        return login(tenant);
      case 'login with a wrong password':
        return login({ ...tenant, password: 'wrong-password' });
      case 'login of nobody':
        return login({ username: 'nobody', password: 'wrong-password' });
      case 'disable account':
        return done('user', 'disable', '5');
      case 'sessions of user 2':
        return String((await ask('session', 'info', 'active')).match(/user id\s+: 2$/gm)?.length ?? 0);
      case 'sensors':
        return (await ask('-c', 'sdr', 'list', 'full'))
          .split('\n')
          .map((line) => line.split(','))
          .filter(([name = '']) => name !== '')
          .map(([name, value]) => `${name}=${value === '' ? 'na' : Number(value).toFixed(2)}`)
          .join(' ');
      case 'thresholds of a sensor': {
        const [first] = (await ask('sensor', 'list'))
          .split('\n')
          .filter((line) => line.includes('| degrees C'));
        const critical = first?.split('|')[8]?.trim() ?? '';
        return first === undefined ? '' : critical === 'na' ? 'na' : Number(critical).toFixed(2);
      }
      case 'events':
        return field(await ask('sel', 'info'), 'Entries') || refused;
      case 'FRU':
        return field(await ask('fru', 'print', '0'), 'Product Serial');
      case 'serial: free':
        return noWord;
    }
  }

  return { name: 'ipmitool', run };
}

function field(text: string, name: string): string {
  const line = text.split('\n').find((candidate) => candidate.trim().startsWith(name));
  return (
    line
      ?.slice(line.indexOf(':') + 1)
      .trim()
      .split(' ')[0] ?? ''
  );
}

/** ipmitool prints the bytes of a GUID from the last to the first. */
function guidBytes(printed: string): string {
  const digits = printed.replaceAll('-', '').toLowerCase();
  return digits.match(/../g)?.reverse().join('') ?? '';
}
