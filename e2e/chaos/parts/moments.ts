/**
 * Makes every moment between two things that a broker does known, by wrapping what it is handed: its database and its
 * driver. The product holds no code for this.
 */
import type { Database } from '@postern/database';
import type { BmcDriver } from '../../../apps/broker/src/provisioning/drivers.ts';

/** Right before or right after one statement or one call to a BMC. */
export interface Moment {
  readonly side: 'before' | 'after';
  /** The store or the BMC call: `renew-grant-claim`, `accounts.setName`. */
  readonly call: string;
  /** All texts among its arguments: ids of rows, the address of a BMC. */
  readonly about: readonly string[];
}

/** Returns when the broker may go on. May throw, or never return. */
export type Interrupt = (moment: Moment) => Promise<void>;

export function withMoments<World extends { readonly db: Database; readonly driver: BmcDriver }>(
  world: World,
  interrupt: Interrupt,
): World {
  return { ...world, db: watchDatabase(world.db, interrupt), driver: watchDriver(world.driver, interrupt) };
}

function watchDatabase(db: Database, interrupt: Interrupt): Database {
  return {
    ...db,
    client: watchClient(db.client, interrupt),
    async transaction(work) {
      const store = callingStore();
      let about: readonly string[] = [];
      const result = await db.transaction((tx) =>
        work(
          watchClient(tx, async (moment) => {
            about = [...about, ...moment.about];
            await interrupt(moment);
          }),
        ),
      );
      await interrupt({ side: 'after', call: `commit of ${store}`, about });
      return result;
    },
  };
}

type AnyFunction = (...args: unknown[]) => unknown;

/** Statements written by hand and calls of models alike; `$disconnect` and its kind go unseen. */
function watchClient<Client extends object>(client: Client, interrupt: Interrupt, model = false): Client {
  return new Proxy(client, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property);
      const name = String(property);
      if (typeof value === 'object' && value !== null && /^[a-z]/.test(name))
        return watchClient(value, interrupt, true);
      if (typeof value !== 'function') return value;
      const bound = (value as AnyFunction).bind(target);
      if (!model && name !== '$queryRaw' && name !== '$executeRaw') return bound;
      return (...args: unknown[]) =>
        around(callingStore(), textsIn(args), interrupt, async () => bound(...args));
    },
  });
}

/** `open` is one call here, however many packets it takes. */
function watchDriver(driver: BmcDriver, interrupt: Interrupt): BmcDriver {
  return {
    ...driver,
    open(target) {
      const about = textsIn([target.host, target.port]);
      return around('open', about, interrupt, async () => {
        const bmc = await driver.open(target);
        return bmc.protocol === 'ipmi'
          ? { ...bmc, accounts: watchCalls(bmc.accounts, 'accounts', about, interrupt) }
          : { ...bmc, accounts: watchCalls(bmc.accounts, 'accounts', about, interrupt) };
      });
    },
    checkLogin: (target) =>
      around('checkLogin', textsIn([target.host, target.port]), interrupt, () => driver.checkLogin(target)),
  };
}

function watchCalls<Calls extends object>(
  calls: Calls,
  name: string,
  about: readonly string[],
  interrupt: Interrupt,
): Calls {
  return new Proxy(calls, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property);
      if (typeof value !== 'function') return value;
      const bound = (value as AnyFunction).bind(target);
      return (...args: unknown[]) =>
        around(`${name}.${String(property)}`, about, interrupt, async () => bound(...args));
    },
  });
}

async function around<Result>(
  call: string,
  about: readonly string[],
  interrupt: Interrupt,
  work: () => Promise<Result>,
): Promise<Result> {
  await interrupt({ side: 'before', call, about });
  const result = await work();
  await interrupt({ side: 'after', call, about });
  return result;
}

/** The file under `prisma/src` that asks: each store is one file. */
function callingStore(): string {
  const frames = (new Error().stack ?? '').split('\n');
  const files = frames.flatMap((frame) => /\/prisma\/src\/.*?([a-z-]+)\.ts:/.exec(frame)?.[1] ?? []);
  return files.find((file) => file !== 'client') ?? 'statement';
}

function textsIn(value: unknown, depth = 0): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number' || typeof value === 'bigint') return [String(value)];
  if (depth > 6 || typeof value !== 'object' || value === null || value instanceof Date) return [];
  return Object.values(value).flatMap((entry) => textsIn(entry, depth + 1));
}
