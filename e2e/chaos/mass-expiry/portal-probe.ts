import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { TestSite } from '../../../apps/broker/test/support/site.ts';

const program = path.resolve(import.meta.dirname, '../../../apps/portal/test/probe-process.ts');

export interface PortalProbe {
  /** Milliseconds that each answer of the portal took. */
  stop(): Promise<readonly number[]>;
}

/** Asks the portal what its pages ask, in a process of its own, until it is stopped. */
export function startPortalProbe(site: TestSite): PortalProbe {
  const settings = { url: site.url, privateKeyPem: site.keys.portal.privateKeyPem, userId: site.staff.id };
  const child = fork(program, [JSON.stringify(settings)], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const answered: Promise<unknown[]> = once(child, 'message');
  const ended = once(child, 'exit').then(() => {
    throw new Error('the probe of the portal ended early');
  });
  return {
    async stop() {
      child.send('stop');
      const [took] = await Promise.race([answered, ended]);
      return took as readonly number[];
    },
  };
}
