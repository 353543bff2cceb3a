import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BrowserContext, expect } from '@playwright/test';
import { asBmcAdmin } from '../witness/ipmitool.ts';
import type { WitnessedServer } from '../witness/lab-witness.ts';
import { comparePictures } from '../witness/same-picture.ts';
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

/**
 * Starts the machine anew and waits in its boot menu. The menu is known by what it does: a key down changes the screen,
 * and a key up brings the same screen back. Either ends the countdown that would leave it.
 */
export async function startBootMenu(server: WitnessedServer, context: BrowserContext): Promise<void> {
  const { machine } = server;
  await asBmcAdmin(server, 'chassis', 'power', 'cycle');
  const press = async (key: string) => {
    await machine.press(key);
    await sleep(keyMs);
    return screenOf(server);
  };
  const obeys = async () => {
    if (!machine.isRunning()) return false;
    const first = await screenOf(server);
    const [below, above] = [await press('down'), await press('up')];
    const moved = await comparePictures(context, first, below);
    const back = await comparePictures(context, first, above);
    return moved.different > 0.01 && moved.different < 1 && back.different < 0.002;
  };
  await expect.poll(obeys, { timeout: 60_000 }).toBe(true);
}

/** Time for the machine to draw what a key has changed. */
const keyMs = 300;

/** Waits until the console shows what QEMU says: a cursor may blink between the two pictures, no more. */
export async function expectSameScreen(seen: ConsolePage, server: WitnessedServer): Promise<void> {
  await expect
    .poll(async () => (await seen.compare(await screenOf(server))).different, { timeout: 20_000 })
    .toBeLessThan(0.002);
  expect((await seen.compare(await screenOf(server))).colours).toBeGreaterThan(1);
}
