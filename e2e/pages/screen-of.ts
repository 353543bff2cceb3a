import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from '@playwright/test';
import type { WitnessedServer } from '../witness/lab-witness.ts';
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

/** Waits until the console shows what QEMU says: a cursor may blink between the two pictures, no more. */
export async function expectSameScreen(seen: ConsolePage, server: WitnessedServer): Promise<void> {
  await expect
    .poll(async () => (await seen.compare(await screenOf(server))).different, { timeout: 20_000 })
    .toBeLessThan(0.002);
  expect((await seen.compare(await screenOf(server))).colours).toBeGreaterThan(1);
}
