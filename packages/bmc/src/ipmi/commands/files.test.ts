/** The folder is an index of the commands: one to a file, said what it is and where the specification has it. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isBmcCommand } from '../../../fuzz/is-command.ts';

const folder = import.meta.dirname;
const files = globSync('*/*.ts', { cwd: folder }).sort();

const codesIn = async (file: string) => {
  const exported: object = await import(join(folder, file));
  return Object.values(exported)
    .filter(isBmcCommand)
    .map(({ netFn, code }) => `${netFn}/${code}`);
};

test.each(files)('%s holds one command, or none and what several share', async (file) => {
  const codes = new Set(await codesIn(file));
  expect(codes.size).toBeLessThanOrEqual(1);
  if (codes.size === 1) expect(readFileSync(join(folder, file), 'utf8')).toMatch(/IPMI 2\.0 §\d+\.\d+/);
});

test('every command that operators need is there', async () => {
  const found = new Set((await Promise.all(files.map(codesIn))).flat());
  const wanted: Readonly<Record<number, readonly number[]>> = {
    // Status, control, identify, restore policy, restart cause, boot options, power-on hours.
    0: [0x01, 0x02, 0x04, 0x06, 0x07, 0x08, 0x09, 0x0f],
    // Device SDRs, reading factors, thresholds, reading, type.
    4: [0x20, 0x21, 0x22, 0x23, 0x27, 0x2d, 0x2f],
    // Identity and resets; capabilities, session; channel and users; payloads; suites.
    6: [
      0x01, 0x02, 0x03, 0x04, 0x08, 0x37, 0x38, 0x3b, 0x3c, 0x3d, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47,
      0x48, 0x49, 0x4a, 0x4b, 0x4c, 0x4d, 0x54,
    ],
    // FRU, SDR repository, event log.
    10: [0x10, 0x11, 0x20, 0x22, 0x23, 0x40, 0x42, 0x43, 0x44, 0x47, 0x48, 0x49],
    // LAN and SOL configuration.
    12: [0x02, 0x21, 0x22],
  };
  for (const [netFn, codes] of Object.entries(wanted))
    for (const code of codes) expect(found).toContain(`${netFn}/${code}`);
});
