/**
 * Our client and ipmitool against `ipmi_sim` and, where it is to be had, go-ipmi's server; our client, ipmitool and
 * FreeIPMI against our virtual BMC: one list of operations, one table. Ends with 1 when two clients of one BMC differ
 * without a reason that stands in `explained.ts`.
 *
 *   npm run conformance -w packages/bmc
 */
import { BmcError, Secret } from '../src/index.ts';
import { goIpmiServer, startGoIpmiServer } from '../test/start-goipmi-server.ts';
import { startIpmiSim } from '../test/start-ipmi-sim.ts';
import { createVirtualBmc, type VirtualBmc } from '../testing/index.ts';
import { driveFreeIpmi } from './drive-freeipmi.ts';
import { driveIpmitool, type WitnessTarget } from './drive-ipmitool.ts';
import { driveOurs } from './drive-ours.ts';
import { type ComparedBmc, explained } from './explained.ts';
import { type Driver, noWord, type Operation, operations, refused } from './operations.ts';

export type Answers = Readonly<Record<Operation, string>>;

export interface Row {
  readonly operation: Operation;
  readonly 'ipmi_sim, ours': string;
  readonly 'ipmi_sim, ipmitool': string;
  /** Absent where go-ipmi's server could not be had. */
  readonly 'go-ipmi, ours'?: string;
  readonly 'go-ipmi, ipmitool'?: string;
  readonly 'virtual, ours': string;
  readonly 'virtual, ipmitool': string;
  readonly 'virtual, FreeIPMI': string;
  readonly verdict: string;
}

const comparedBmcs: readonly ComparedBmc[] = ['ipmi_sim', 'go-ipmi', 'virtual'];
const simLogin = { username: 'ipmiusr', password: 'test' };
const virtualLogin = { username: 'ADMIN', password: 'admin-pass-01' };

export async function runConformance(): Promise<readonly Row[]> {
  const [ours, theirs] = await Promise.all([onSim(useOurs), onSim(useIpmitool)]);
  const [own, tool, free] = await Promise.all([
    onVirtual(useOurs),
    onVirtual(useIpmitool),
    onVirtual(useFreeIpmi),
  ]);
  const third =
    goIpmiServer === undefined ? undefined : await Promise.all([onGoIpmi(useOurs), onGoIpmi(useIpmitool)]);
  return operations.map((operation) => ({
    operation,
    'ipmi_sim, ours': ours[operation],
    'ipmi_sim, ipmitool': theirs[operation],
    ...(third && { 'go-ipmi, ours': third[0][operation], 'go-ipmi, ipmitool': third[1][operation] }),
    'virtual, ours': own[operation],
    'virtual, ipmitool': tool[operation],
    'virtual, FreeIPMI': free[operation],
    verdict: verdictOf(operation, {
      ipmi_sim: [ours, theirs],
      'go-ipmi': third ?? [],
      virtual: [own, tool, free],
    }),
  }));
}

/** Clients of one BMC have to agree; the BMCs are different machines. */
function verdictOf(operation: Operation, answers: Readonly<Record<ComparedBmc, readonly Answers[]>>): string {
  const differing = comparedBmcs.filter((bmc) => {
    const given = answers[bmc].map((of) => of[operation]).filter((answer) => answer !== noWord);
    return new Set(given).size > 1;
  });
  if (differing.length === 0) return 'same';
  const reasons = differing.map((bmc) => explained[bmc][operation]);
  return reasons.includes(undefined) ? 'DIFFERS' : `explained: ${reasons.join('; ')}`;
}

async function onSim(use: (login: WitnessTarget) => Promise<Answers>): Promise<Answers> {
  const sim = await startIpmiSim('server');
  try {
    return await use({ ...simLogin, port: sim.target.port });
  } finally {
    await sim.stop();
  }
}

async function onGoIpmi(use: (login: WitnessTarget) => Promise<Answers>): Promise<Answers> {
  const server = await startGoIpmiServer([3, 17]);
  try {
    return await use({
      port: server.target.port,
      username: server.target.username,
      password: server.password,
    });
  } finally {
    await server.stop();
  }
}

async function onVirtual(use: (login: WitnessTarget) => Promise<Answers>): Promise<Answers> {
  const instant = { onMs: 0, offMs: 0, resetMs: 0, cyclePauseMs: 0, softOffMs: 0 };
  const users = [
    { slot: 2, name: virtualLogin.username, password: virtualLogin.password, privilege: 'administrator' },
  ] as const;
  // Each client gets a BMC of its own; they are known by one GUID, so that the answers can be compared.
  const guid = Buffer.alloc(16, 0xa5);
  const virtual: VirtualBmc = await createVirtualBmc({ users, powerDelays: instant, guid });
  // Its sensors move; two clients look at different moments.
  const { hardware } = virtual.server;
  for (const { number, whenOn } of hardware.sensors) hardware.force(number, whenOn);
  try {
    return await use({ ...virtualLogin, port: virtual.port });
  } finally {
    await virtual.close();
  }
}

async function useOurs({ port, username, password }: WitnessTarget): Promise<Answers> {
  const driver = driveOurs({
    host: '127.0.0.1',
    port,
    username,
    password: new Secret(password),
    cipherSuite: 3,
  });
  try {
    return await answersOf(driver);
  } finally {
    await driver.close();
  }
}

async function useFreeIpmi(login: WitnessTarget): Promise<Answers> {
  const driver = await driveFreeIpmi(login);
  try {
    return await answersOf(driver);
  } finally {
    await driver.close();
  }
}

function useIpmitool(login: WitnessTarget): Promise<Answers> {
  return answersOf(driveIpmitool(login));
}

async function answersOf(driver: Driver): Promise<Answers> {
  const answers: [Operation, string][] = [];
  for (const operation of operations) {
    const answer = await driver.run(operation).catch(inWords);
    answers.push([operation, answer.slice(0, 90)]);
  }
  return Object.fromEntries(answers) as Answers;
}

function inWords(error: unknown): string {
  if (error instanceof BmcError && error.completionCode !== undefined) return refused;
  return error instanceof Error ? error.message : 'failed';
}

if (import.meta.main) {
  const rows = await runConformance();
  console.table(rows);
  const differing = rows.filter(({ verdict }) => verdict === 'DIFFERS').length;
  const reasons = rows.filter(({ verdict }) => verdict.startsWith('explained')).length;
  console.log(
    `${rows.length} operations: ${rows.length - differing - reasons} same, ${reasons} explained, ${differing} differ`,
  );
  process.exitCode = differing > 0 ? 1 : 0;
}
