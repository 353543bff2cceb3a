import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { LabFacts, LabServerFacts, MachineWitness } from '../lab/index.ts';
import { witnessMachine } from '../lab/machine/witness.ts';

/** A lab server seen from outside the product, by a process that did not start the lab. */
export type WitnessedServer = {
  readonly facts: LabServerFacts;
  readonly bmcPassword: string;
  readonly screenPassword: string;
  /** QEMU's own word. Only servers of kind `ipmi_sim` have a machine. */
  readonly machine: MachineWitness;
  /** Freezes the BMC: it answers nothing until `plugIn`. */
  unplug(): void;
  plugIn(): void;
  /** Lets the BMC run a fifth of the time, so that people can watch what it does; gives the way back. */
  slowDown(): () => void;
};

/** The servers of the running lab whose state lies in `labDir`. */
export function witnessLab(labDir: string): readonly WitnessedServer[] {
  const facts: LabFacts = JSON.parse(readFileSync(path.join(labDir, 'lab.json'), 'utf8'));
  return facts.servers.map((server) => witnessServer(labDir, server));
}

/** Short beside the patience of IPMI clients. */
const frozenMs = 200;
const runningMs = 50;

function witnessServer(labDir: string, facts: LabServerFacts): WitnessedServer {
  return {
    facts,
    bmcPassword: readFileSync(facts.bmc.passwordFile, 'utf8'),
    screenPassword: readFileSync(facts.console.passwordFile, 'utf8'),
    machine: witnessMachine(path.join(labDir, facts.name)),
    unplug: () => process.kill(bmcPid(labDir, facts), 'SIGSTOP'),
    plugIn: () => process.kill(bmcPid(labDir, facts), 'SIGCONT'),
    slowDown: () => slowDown(bmcPid(labDir, facts)),
  };
}

/** The lab notes each process down as "pid start-time". */
function bmcPid(labDir: string, { name, kind }: LabServerFacts): number {
  const record = kind === 'ipmi_sim' ? `ipmi-sim-${name}` : 'virtual-servers';
  return Number.parseInt(readFileSync(path.join(labDir, 'processes', `${record}.pid`), 'utf8'), 10);
}

function slowDown(pid: number): () => void {
  let timer: NodeJS.Timeout;
  const run = () => {
    process.kill(pid, 'SIGCONT');
    timer = setTimeout(freeze, runningMs);
  };
  const freeze = () => {
    process.kill(pid, 'SIGSTOP');
    timer = setTimeout(run, frozenMs);
  };
  freeze();
  return () => {
    clearTimeout(timer);
    process.kill(pid, 'SIGCONT');
  };
}
