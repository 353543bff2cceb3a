import {
  checkLogin,
  createBmcTransport,
  type IpmiTarget,
  openBmc,
  Secret,
  writeAccount,
} from '../src/index.ts';
import { establishSession } from '../src/ipmi/establish.ts';
import { type Driver, noWord, type Operation, refused } from './operations.ts';

const tenant = {
  username: 'tenant05',
  password: new Secret('Tenant-pass-05'),
  privilege: 'operator',
} as const;

export function driveOurs(target: IpmiTarget): Driver & { close(): Promise<void> } {
  const transport = createBmcTransport();
  const dependencies = { transport, timing: { handshakeTimeoutMs: 1_000, handshakeAttempts: 2 } };
  const open = (more: Partial<IpmiTarget> = {}) => openBmc({ ...target, ...more }, dependencies);
  const login = async (username: string, password: Secret) =>
    checkLogin({ ...target, username, password, privilege: 'user' }, dependencies);

  async function run(operation: Operation): Promise<string> {
    if (operation === 'suite 3' || operation === 'suite 17')
      return establishSession(target, dependencies, [operation === 'suite 3' ? 3 : 17]).then(
        (session) => session.close().then(() => 'opens'),
        () => refused,
      );
    if (operation === 'login of the account' || operation === 'login when disabled')
      return login(tenant.username, tenant.password);
    if (operation === 'login with a wrong password')
      return login(tenant.username, new Secret('wrong-password'));
    if (operation === 'login of nobody') return login('nobody', new Secret('wrong-password'));
    const bmc = await open();
    try {
      switch (operation) {
        case 'power status':
        case 'power status after on':
          return await bmc.power.state();
        case 'power on':
        case 'power off':
        case 'power cycle':
          await bmc.power.apply(
            operation === 'power on' ? 'on' : operation === 'power off' ? 'off' : 'cycle',
          );
          return 'done';
        case 'boot pxe, read back':
          return (await bmc.boot.write({ device: 'pxe', persistent: false, firmware: 'legacy' })).device;
        case 'manufacturer and firmware': {
          const { manufacturerId, firmware } = await bmc.identity();
          return `${manufacturerId} ${firmware}`;
        }
        case 'GUID':
          return await bmc.control.systemGuid();
        case 'raw Get Device ID':
          return (await bmc.control.raw({ netFn: 6, code: 1, data: new Uint8Array() })).toString('hex');
        case 'users with a name':
        case 'users after that': {
          const { slots } = await bmc.accounts.readTable();
          return slots
            .filter(({ name }) => name !== '')
            .map(({ slot, name }) => `${slot}:${name}`)
            .join(' ');
        }
        case 'make account in slot 5':
          await writeAccount(bmc.accounts, { ...tenant, slot: 5 });
          return 'done';
        case 'disable account':
          await bmc.accounts.disable(5);
          return 'done';
        case 'sessions of user 2':
          return String((await bmc.accounts.listSessions()).filter(({ slot }) => slot === 2).length);
        case 'sensors': {
          const readings = await bmc.sensors.readAll();
          return readings
            .filter(({ sensor }) => sensor.kind === 'numeric')
            .map(
              (reading) =>
                `${reading.sensor.name}=${reading.status === 'read' ? (reading.value ?? 0).toFixed(2) : 'na'}`,
            )
            .join(' ');
        }
        case 'thresholds of a sensor': {
          const [sensor] = (await bmc.sensors.list()).filter(({ kind }) => kind === 'numeric');
          if (sensor === undefined) return '';
          const { upperCritical } = await bmc.sensors.thresholds(sensor);
          return upperCritical === undefined ? 'na' : upperCritical.toFixed(2);
        }
        case 'events':
          return String((await bmc.eventLog.info()).entries);
        case 'FRU': {
          const [device] = await bmc.inventory.read();
          return device?.inventory?.product?.fields.find(({ name }) => name === 'serial number')?.value ?? '';
        }
        case 'serial: free':
          return (await bmc.serial.holder()) === undefined ? 'free' : 'held';
        default:
          return noWord;
      }
    } finally {
      await bmc.close();
    }
  }

  return { name: 'ours', run, close: () => transport.close() };
}
