import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from '@playwright/test';
import { asBmcAdmin } from '../witness/ipmitool.ts';
import type { WitnessedServer } from '../witness/lab-witness.ts';
import { waitForSerialText } from '../witness/serial-text.ts';
import type { ConsolePage } from './console-page.ts';

const scratch = mkdtempSync(path.join(tmpdir(), 'postern-screens-'));
let pictures = 0;

/** The machine's screen by QEMU's own word, as PNG. */
export async function screenOf({ machine }: WitnessedServer): Promise<Buffer> {
  pictures += 1;
  const file = path.join(scratch, `${pictures}.png`);
  await machine.screenshot(file);
  return readFileSync(file);
}

/** Starts the machine anew and waits in its boot menu: a key ends the countdown that would leave it. */
export async function startBootMenu(server: WitnessedServer): Promise<void> {
  await asBmcAdmin(server, 'chassis', 'power', 'cycle');
  await waitForSerialText(server, /Debian GNU\/Linux 12/);
  await server.machine.press('down');
  await server.machine.press('up');
}

/** Waits until the console shows what QEMU says: a cursor may blink between the two pictures, no more. */
export async function expectSameScreen(seen: ConsolePage, server: WitnessedServer): Promise<void> {
  await expect
    .poll(async () => (await seen.compare(await screenOf(server))).different, { timeout: 20_000 })
    .toBeLessThan(0.002);
  expect((await seen.compare(await screenOf(server))).colours).toBeGreaterThan(1);
}
