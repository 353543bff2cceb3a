import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import { impatient, type TestSite } from '../../../apps/broker/test/support/site.ts';
import type { BrokerOrder, ProcessSettings } from './broker-order.ts';

const program = path.resolve(import.meta.dirname, 'broker-process.ts');

export interface BrokerProcess {
  readonly child: ChildProcess;
  /** Resolves with the signal that ended it. */
  readonly ended: Promise<NodeJS.Signals | null>;
  order(order: BrokerOrder): void;
  kill(): Promise<void>;
}

/** Resolves when the broker works. @throws when it ends before that. */
export async function spawnBroker(
  site: TestSite,
  {
    name = 'broker-1',
    timing = impatient,
    clockOffsetMs = 0,
  }: Partial<Pick<ProcessSettings, 'name' | 'timing' | 'clockOffsetMs'>> = {},
): Promise<BrokerProcess> {
  const settings: ProcessSettings = {
    databaseUrl: site.url,
    sitePrivateKey: site.keys.site.privateKeyPem,
    portalPublicKey: site.keys.portal.publicKeyPem,
    timing,
    name,
    journalFolder: path.join(site.journals, name),
    clockOffsetMs,
  };
  const child = fork(program, {
    env: { ...process.env, CHAOS_BROKER: JSON.stringify(settings) },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = new Promise<NodeJS.Signals | null>((resolve) =>
    child.once('exit', (_code, signal) => resolve(signal)),
  );
  const ready = new Promise<'ready'>((resolve) => child.once('message', () => resolve('ready')));
  if ((await Promise.race([ready, ended])) !== 'ready')
    throw new Error('a broker process ended before it worked');
  return {
    child,
    ended,
    order: (order) => child.send(order),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
