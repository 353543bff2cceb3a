/**
 * Benchmarks, each beside its peer in the same run:
 *
 *   npm run bench -w packages/bmc                  all but the long one
 *   npm run bench -w packages/bmc -- power|sensors|account|micro|swarm
 */
import { printMachine } from './figure.ts';

const benches: Readonly<Record<string, () => Promise<unknown>>> = {
  power: () => import('./power-poll.ts'),
  sensors: () => import('./sensor-sweep.ts'),
  account: () => import('./account.ts'),
  micro: () => import('./micro.ts'),
  swarm: () => import('./swarm.ts'),
};

const short = ['power', 'sensors', 'account', 'micro'];
const asked = process.argv.slice(2);
printMachine();
for (const name of asked.length > 0 ? asked : short) {
  const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
  if (bench === undefined) throw new RangeError(`there is no benchmark “${name}”`);
  console.log(`\n## ${name}`);
  await bench();
}
