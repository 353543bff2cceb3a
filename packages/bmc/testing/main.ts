/**
 * Runs a fleet of virtual servers in one process, for the lab:
 *
 *     node packages/bmc/testing/main.ts --config fleet.json
 *
 * Prints one line of JSON when all of them answer, and ends on SIGTERM or SIGINT. Passwords come from the
 * file, so that they do not show in the process list. Lines of JSON on standard input break and inspect
 * single servers (`fleet/fleet-control.ts`); each is answered by one line.
 */
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { parseFleetConfig } from './fleet/fleet-config.ts';
import { obeyControlLine } from './fleet/fleet-control.ts';
import { type Fleet, startFleet } from './fleet/start-fleet.ts';

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { config: { type: 'string' } } });
  if (values.config === undefined) throw new TypeError('--config FILE is missing');
  const fleet = await startFleet(parseFleetConfig(JSON.parse(await readFile(values.config, 'utf8'))));
  const orders = createInterface({ input: process.stdin });
  orders.on('line', (line) => console.log(JSON.stringify(obeyControlLine(fleet, line))));
  const stop = async (): Promise<void> => {
    orders.close();
    await fleet.close();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());
  console.log(JSON.stringify({ ready: true, servers: addresses(fleet) }));
}

function addresses({ servers }: Fleet) {
  return servers.map(({ name, bmc, screen }) => ({
    name,
    bmc: { host: bmc.host, port: bmc.port },
    ...(screen === undefined ? {} : { screen: { host: screen.host, port: screen.port } }),
  }));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : 'the fleet did not start');
  process.exitCode = 1;
});
