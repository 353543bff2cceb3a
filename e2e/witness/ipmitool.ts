import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { runIpmitool, type WitnessResult } from '../../packages/bmc/test/run-ipmitool.ts';
import type { WitnessedServer } from './lab-witness.ts';

/** ipmitool with the BMC administrator's own login: the product knows nothing of it. */
export function asBmcAdmin(server: WitnessedServer, ...command: string[]): Promise<WitnessResult> {
  const { bmc } = server.facts;
  // The one server of the lab whose BMC speaks nothing older.
  const suite = server.facts.name === 'gpu-01' ? 17 : 3;
  const login = { port: bmc.port, username: bmc.username, password: server.bmcPassword, suite } as const;
  return runIpmitool(login, ...command);
}

/** A temporary account as its tenant was given it. */
export type TenantLogin = {
  /** Of the relay that carries him. */
  readonly port: number;
  /** Of the BMC itself, which no tenant is told. */
  readonly bmcPort: number;
  readonly username: string;
  readonly password: string;
  /** The cipher suite that its BMC speaks. */
  readonly suite: 3 | 17;
};

/** Whether this account may read the power state, from where its tenant is told to connect to. */
export function powerStatusAs(login: TenantLogin): Promise<WitnessResult> {
  return runIpmitool({ ...login, privilege: 'OPERATOR' }, 'chassis', 'power', 'status');
}

/** Whether the BMC itself still lets the account in, past the relay. */
export function powerStatusAtBmc(login: TenantLogin): Promise<WitnessResult> {
  return powerStatusAs({ ...login, port: login.bmcPort });
}

/** User names in the BMC's own table, by slot; empty slots are left out. */
export async function userTable(server: WitnessedServer): Promise<ReadonlyMap<number, string>> {
  const { succeeded, output } = await asBmcAdmin(server, '-c', 'user', 'list', '1');
  if (!succeeded) throw new Error(`ipmitool user list failed: ${output}`);
  const rows = output.split('\n').map((line) => line.split(','));
  return new Map(rows.flatMap(([slot = '', name = '']) => (name === '' ? [] : [[Number(slot), name]])));
}

/** Runs a line as a person would who pasted it into a terminal and typed the password that it asks for. */
export async function pasteIntoTerminal(line: string, password: string): Promise<string> {
  // ipmitool reads the password from its terminal, which script(1) gives it.
  const child = spawn('script', ['-qefc', line, '/dev/null'], {
    env: { PATH: '/usr/bin:/bin', HOME: '/nonexistent' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (bytes) => {
    // What is typed before the question is thrown away.
    if (!text.includes('Password:') && (text + String(bytes)).includes('Password:'))
      child.stdin.write(`${password}\n`);
    text += String(bytes);
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`the pasted line failed: ${text.replaceAll(password, '[password]')}`);
  return text;
}
