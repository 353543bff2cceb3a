import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { KeyFiles } from '../../scripts/start/keys.ts';
import type { Login } from '../../scripts/start/logins.ts';

/**
 * The ports of the product under test: none of those of `npm start`, so that both can run, and none that the kernel gives
 * to outgoing connections (from 32768 on).
 */
export const storyPorts = {
  portal: 3610,
  gateway: 3611,
  ops: 3612,
  postgres: 25_610,
  guacd: 4860,
  labBase: 26_100,
  relayBase: 26_600,
} as const;

/** Everything that the product under test keeps; thrown away at each start. */
export const storyState = path.resolve(import.meta.dirname, '../../.postern/e2e');
export const trafficFolder = path.join(storyState, 'traffic');
/** Passwords of temporary accounts that were seen during the stories, one JSON line each. */
export const accountSecretsFile = path.join(storyState, 'account-secrets.jsonl');

/** What tests, in processes of their own, know of the running product. */
export type ProductFacts = {
  readonly url: string;
  readonly opsUrl: string;
  readonly databaseUrl: string;
  readonly keys: KeyFiles;
  readonly logins: readonly Login[];
  readonly labDir: string;
  readonly guacdPid: number | undefined;
  /** Process numbers of broker and portal. */
  readonly brokerPid: number;
  readonly portalPid: number;
};

export const productFactsFile = path.join(storyState, 'product.json');

/** @throws Error when no product was started for the stories */
export function readProductFacts(): ProductFacts {
  return JSON.parse(readFileSync(productFactsFile, 'utf8'));
}
