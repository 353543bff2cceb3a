import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { findGuacd, guacdFolder } from '../e2e/lab/guacd/guacd-program.ts';
import { aptCommandLine, aptInstall } from './system/apt-install.ts';
import { fetchGuacd } from './system/fetch-guacd.ts';
import { findElevation, hasProgram, isDebian, missingPackages } from './system/machine.ts';
import { type Capability, type Purpose, systemPackages, withoutCapability } from './system/package-list.ts';

/** What this machine can do now, for the parts of the product and the lab to choose by. */
export type Capabilities = Readonly<Record<Capability, boolean>>;

const records = path.resolve(import.meta.dirname, '../.postern');

/**
 * Makes sure of the system packages that `purpose` asks for: installs what is missing where that is possible, says in
 * one line what to type where it is not, and goes on either way. Quick when everything is there.
 */
export async function ensureSystemPackages(options: {
  purpose: Purpose;
  log: (line: string) => void;
}): Promise<Capabilities> {
  const { purpose, log } = options;
  mkdirSync(path.join(records, 'cache'), { recursive: true });
  if (isDebian()) await installMissing(purpose, log);
  if (isDebian() && findGuacd() === undefined && !existsSync(guacdFolder())) unpackGuacd(log);
  const capabilities = findCapabilities();
  if (!isDebian()) tellWhatIsMissing(capabilities, purpose, log);
  return capabilities;
}

/** Looks only, installs nothing. */
export function findCapabilities(): Capabilities {
  return {
    ipmiSim: hasProgram('ipmi_sim'),
    qemu: hasProgram('qemu-system-x86_64') && hasProgram('socat'),
    bootDisks: hasProgram('grub-mkrescue') && hasProgram('xorriso') && hasProgram('mformat'),
    ipmitool: hasProgram('ipmitool'),
    freeipmi: hasProgram('ipmipower'),
    guacd: findGuacd() !== undefined,
    chromium: hasProgram('chromium'),
  };
}

async function installMissing(purpose: Purpose, log: (line: string) => void): Promise<void> {
  const wanted = systemPackages.filter((entry) => purpose === 'test' || entry.purpose === 'start');
  const missing = missingPackages(wanted.map((entry) => entry.name));
  if (missing.length === 0) return;
  const lost = new Set(
    wanted.flatMap((entry) => (missing.includes(entry.name) ? [withoutCapability[entry.capability]] : [])),
  );
  const byHand = `as root, ${aptCommandLine(missing)} (without: ${[...lost].join('; ')})`;
  const elevation = findElevation();
  if (elevation === undefined) return log(`System packages are missing; ${byHand}`);
  log(`Installing system packages: ${missing.join(' ')} …`);
  const logFile = path.join(records, 'cache', 'apt.log');
  if (await aptInstall(missing, { elevation, logFile })) return;
  log(`apt-get failed (see ${logFile}); ${byHand}`);
}

function unpackGuacd(log: (line: string) => void): void {
  log('Fetching guacd from the older Debian release that has it …');
  const problem = fetchGuacd(guacdFolder(), path.join(records, 'cache', 'guacd.log'));
  if (problem !== undefined) log(`No guacd: ${problem}; ${withoutCapability.guacd}.`);
}

function tellWhatIsMissing(capabilities: Capabilities, purpose: Purpose, log: (line: string) => void): void {
  const asked = systemPackages.filter((entry) => purpose === 'test' || entry.purpose === 'start');
  const missing = [...new Set(asked.map((entry) => entry.capability))].filter((name) => !capabilities[name]);
  const lost = missing.map((name) => `${name} (${withoutCapability[name]})`);
  if (lost.length > 0) log(`This is not Debian, so nothing was installed; not found: ${lost.join('; ')}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const capabilities = await ensureSystemPackages({ purpose: 'test', log: console.log });
  console.log(capabilities);
}
