import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { type ProductPorts, portVariables } from '../env.ts';
import type { Figure } from './figure.ts';

const root = path.resolve(import.meta.dirname, '../..');
const runs = 3;

/**
 * How long `npm start` takes to its "Ready", once it has run before: the terminal's whole way, in seconds. Uses the
 * state of `npm start` itself, on other ports.
 */
export async function measureSecondStart(ports: ProductPorts): Promise<Figure> {
  const figure = { name: 'second npm start → ready', unit: 's', target: 20 } as const;
  try {
    await startOnce(ports);
    const values: number[] = [];
    for (let run = 0; run < runs; run += 1) values.push(await startOnce(ports));
    return { ...figure, runs: values };
  } catch (error) {
    return { ...figure, runs: [], note: error instanceof Error ? error.message : String(error) };
  }
}

/** Starts, waits for "Ready", and stops as a Ctrl-C would. Gives the seconds to "Ready". */
async function startOnce(ports: ProductPorts): Promise<number> {
  const names = Object.keys(portVariables) as (keyof ProductPorts)[];
  const moved = Object.fromEntries(names.map((name) => [portVariables[name], String(ports[name])]));
  const begin = performance.now();
  const child = spawn('npm', ['start'], {
    cwd: root,
    detached: true,
    env: { ...process.env, ...moved },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  let text = '';
  const ready = new Promise<number>((resolve, reject) => {
    const listen = (bytes: unknown) => {
      text += String(bytes);
      if (text.includes('Ready after')) resolve((performance.now() - begin) / 1000);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('exit', () => reject(new Error(`npm start ended: ${text.trim().split('\n').at(-1)}`)));
  });
  const seconds = await ready;
  if (child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
  await ended;
  return seconds;
}
