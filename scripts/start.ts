/** `npm start`: the whole product on this machine, until Ctrl-C. Flags: --no-lab --no-guacd --dev. */
import path from 'node:path';
import { readScriptEnvironment, ScriptEnvironmentError } from './env.ts';
import { readFlags } from './start/flags.ts';
import { terminalProgress } from './start/progress.ts';
import { StartError } from './start/start-error.ts';
import { type Product, type ProductOptions, startProduct } from './start/start-product.ts';
import { ensureSystemPackages, findCapabilities } from './system-packages.ts';

/** npm, the terminal and the bootstrap each pass a Ctrl-C on: what comes within this time is the same one. */
const sameKeyPressMs = 700;

async function main(): Promise<number> {
  const flags = readFlags(process.argv.slice(2));
  const env = readScriptEnvironment();
  const progress = terminalProgress();
  const wantsPackages = flags.lab || flags.guacd;
  const person = new AbortController();
  const interrupted = interruption(person);
  const begin = performance.now();
  const capabilities = await progress.step('system packages', async () =>
    wantsPackages ? ensureSystemPackages({ purpose: 'start', log: progress.note }) : findCapabilities(),
  );
  const options: ProductOptions = {
    stateDir: path.resolve(import.meta.dirname, '../.postern'),
    ports: env.ports,
    databaseUrl: env.databaseUrl,
    capabilities,
    lab: flags.lab,
    guacd: flags.guacd,
    mode: flags.dev ? 'development' : 'production',
    progress,
    signal: person.signal,
  };
  const product = await startProduct(options);
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  console.log(`\n${welcome(product)}\n\nReady after ${seconds} s. Ctrl-C stops everything.`);
  const reason = await Promise.race([interrupted, product.failed]);
  console.log(`\n${reason}`);
  await progress.step('stopped', product.stop);
  return reason === stoppedByPerson ? 0 : 1;
}

const stoppedByPerson = 'Stopping …';

/** Settles at the first Ctrl-C; a second one, later, ends this process on the spot. */
function interruption(person: AbortController): Promise<string> {
  return new Promise((resolve) => {
    let first: number | undefined;
    const onSignal = () => {
      first ??= performance.now();
      person.abort();
      resolve(stoppedByPerson);
      if (performance.now() - first > sameKeyPressMs) process.exit(130);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
    process.once('disconnect', onSignal); // the bootstrap was killed
    process.channel?.unref();
  });
}

function welcome({ url, logins, loginsFile, lab }: Product): string {
  const width = Math.max(...logins.map(({ email }) => email.length));
  const people = logins.map(
    ({ email, password, role, organisation }) =>
      `  ${email.padEnd(width)}  ${password}  ${role}${organisation === null ? '' : `, ${organisation}`}`,
  );
  const servers =
    lab?.facts.servers.map(({ name, tenant, kind }) => `  ${name.padEnd(8)} ${tenant}, ${kind}`) ?? [];
  return [`Postern: ${url}`, '', `Logins (kept in ${loginsFile}):`, ...people, '', ...servers]
    .join('\n')
    .trimEnd();
}

try {
  const code = await main();
  process.exit(code); // connections that are kept alive to services now gone would hold us for seconds
} catch (error) {
  if (!(error instanceof StartError || error instanceof ScriptEnvironmentError)) throw error;
  console.error(error.message);
  process.exit(1);
}
