import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { keptSecret } from '../kept-secret.ts';
import { type MachineParts, startScript } from './start-script.ts';
import { type MachineWitness, witnessMachine } from './witness.ts';

/** A QEMU machine that its BMC switches on and off. */
export type Machine = MachineWitness & {
  /** Brings it back to the power state in which the last lab left it (on, the first time). */
  resume(): Promise<void>;
  /** Ends QEMU and remembers whether it was on. */
  suspend(): Promise<void>;
};

const longestSocketPath = 107;

/** Writes the machine's folder: its chassis script, its start script, its VNC password. Starts nothing. */
export function prepareMachine(parts: MachineParts): Machine {
  const { folder, name } = parts;
  if (Buffer.byteLength(path.join(folder, 'chassis.sock')) > longestSocketPath) {
    throw new Error(`the lab's folder has too long a name for a Unix socket: ${folder}`);
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  copyFileSync(path.join(import.meta.dirname, 'chassis.sh'), path.join(folder, 'chassis.sh'));
  writeFileSync(path.join(folder, 'start-machine'), startScript(parts), { mode: 0o755 });
  writeFileSync(path.join(folder, 'setup.txt'), setupMessage(name));
  keptSecret(path.join(folder, 'screen.password'), 8);
  const witness = witnessMachine(folder);
  const wasOff = path.join(folder, 'was-off');
  return {
    ...witness,
    resume: async () => {
      if (!existsSync(wasOff)) await chassis(folder, 'power', '1');
    },
    suspend: async () => {
      if (witness.isRunning()) await suspendMachine(folder);
      else writeFileSync(wasOff, '');
    },
  };
}

/** Shown where other firmware has its setup screen; SeaBIOS has a list of boot devices. */
function setupMessage(name: string): string {
  return `\nFirmware setup of ${name}\n\nPress ESC for the list of boot devices.\n\n`;
}

/** Ends QEMU without making it look switched off: the next lab starts it again. */
export function suspendMachine(folder: string): Promise<void> {
  return chassis(folder, 'suspend', '1');
}

async function chassis(folder: string, what: string, value: string): Promise<void> {
  const child = spawn('./chassis.sh', ['set', what, value], { cwd: folder, stdio: 'ignore' });
  const [code] = await once(child, 'exit');
  if (code !== 0)
    throw new Error(`the machine in ${folder} did not obey "${what} ${value}"; see its qemu.log`);
}
