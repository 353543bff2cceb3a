import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { FleetAnswer, FleetOrder } from './fleet-order.ts';

const program = path.resolve(import.meta.dirname, 'fleet-process.ts');

export interface FleetProcess {
  readonly pid: number;
  ask<Kind extends FleetAnswer['kind']>(
    order: FleetOrder,
    kind: Kind,
  ): Promise<Extract<FleetAnswer, { kind: Kind }>>;
  tell(order: FleetOrder): void;
  kill(): Promise<void>;
}

export function spawnFleet(): FleetProcess {
  const child = fork(program, { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const tell = (order: FleetOrder): void => void child.send(order);
  return {
    pid: child.pid ?? 0,
    tell,
    async ask(order, kind) {
      const answered = once(child, 'message');
      tell(order);
      const [answer]: FleetAnswer[] = await answered;
      if (answer?.kind !== kind) throw new Error('the fleet answered something else');
      return answer as Extract<FleetAnswer, { kind: typeof kind }>;
    },
    async kill() {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}
