/**
 * Mutated replies into every decoder: nothing but a `BmcError` may come out, quickly, and the memory stays flat.
 *
 *   npm run fuzz -w packages/bmc -- --seed 7 --count 1000000
 *   npm run fuzz -w packages/bmc -- --decoder SDR --input 0100…      (one input again)
 */
import { parseArgs } from 'node:util';
import { BmcError } from '../src/errors.ts';
import { seededRandom } from '../testing/virtual-bmc/faulty-wire.ts';
import { decoders, type FuzzedDecoder } from './decoders.ts';
import { mutate } from './mutate.ts';

const longestMs = 5_000;
const mostGrowthBytes = 50 * 1024 * 1024;

export interface FuzzResult {
  readonly decoded: number;
  readonly refused: number;
  readonly slowestMs: number;
  readonly failure?: { readonly decoder: string; readonly input: string; readonly error: unknown };
}

/** Spreads `count` inputs over all decoders; stops at the first finding. */
export function fuzz(seed: number, count: number): FuzzResult {
  const random = seededRandom(seed);
  let decoded = 0;
  let refused = 0;
  let slowestMs = 0;
  for (let round = 0; round < count; round++) {
    const decoder = decoders[round % decoders.length];
    if (decoder === undefined) break;
    const sample = decoder.samples[Math.floor(random() * decoder.samples.length)] ?? Buffer.alloc(0);
    const input = mutate(sample, random);
    const startMs = performance.now();
    const error = failureOf(decoder, input);
    slowestMs = Math.max(slowestMs, performance.now() - startMs);
    if (error instanceof BmcError) refused += 1;
    else if (error === undefined) decoded += 1;
    else
      return {
        decoded,
        refused,
        slowestMs,
        failure: { decoder: decoder.name, input: input.toString('hex'), error },
      };
  }
  return { decoded, refused, slowestMs };
}

function failureOf({ decode }: FuzzedDecoder, input: Buffer): unknown {
  try {
    decode(input);
    return undefined;
  } catch (error) {
    return error ?? new Error('nothing was thrown');
  }
}

function main(): void {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      count: { type: 'string', default: '1000000' },
      decoder: { type: 'string' },
      input: { type: 'string' },
    },
  });
  if (values.decoder !== undefined) {
    const chosen = decoders.find(({ name }) => name === values.decoder);
    console.log(chosen?.decode(Buffer.from(values.input ?? '', 'hex')));
    return;
  }
  // Everything is loaded and warm before the memory is looked at.
  fuzz(0, 50_000);
  const before = heapBytes();
  const result = fuzz(Number(values.seed), Number(values.count));
  const growth = heapBytes() - before;
  console.log(
    `seed=${values.seed} count=${values.count} decoders=${decoders.length} decoded=${result.decoded} refused=${result.refused} slowest=${result.slowestMs.toFixed(1)}ms growth=${(growth / 2 ** 20).toFixed(1)}MiB`,
  );
  if (result.failure !== undefined) {
    console.error(`FAILED ${result.failure.decoder}:`, result.failure.error);
    console.error(
      `again: npm run fuzz -w packages/bmc -- --decoder '${result.failure.decoder}' --input ${result.failure.input}`,
    );
    process.exitCode = 1;
  } else if (result.slowestMs > longestMs || growth > mostGrowthBytes) {
    console.error('FAILED: too slow, or the memory grew');
    process.exitCode = 1;
  }
}

function heapBytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

if (import.meta.main) main();
