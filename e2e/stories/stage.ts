import { test as base, expect } from '@playwright/test';
import { type ProductFacts, readProductFacts } from '../product/product-facts.ts';
import { askDatabase } from '../witness/database-witness.ts';
import type { TenantLogin } from '../witness/ipmitool.ts';
import { type WitnessedServer, witnessLab } from '../witness/lab-witness.ts';
import { noteAccountPassword, readLiveAccount } from '../witness/live-account.ts';
import { openVisit, type VisitOptions, type Visitor, visitAs } from './visitor.ts';

export const anna = 'anna@nordlicht.example';
export const tomas = 'tomas@acme.example';
export const sam = 'support@postern.example';
export const alex = 'admin@postern.example';

/** The running product and lab, and the door by which people come in. */
export type Stage = {
  readonly facts: ProductFacts;
  server(name: string): WitnessedServer;
  /** The server's id in the product, as its page's address has it. */
  serverId(name: string): Promise<string>;
  /** Asks the database as its owner. */
  ask(sql: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
  /** The account that stands on a server's BMC now; its password is remembered for the search for secrets. */
  liveAccount(serverId: string): Promise<TenantLogin>;
  /** Waits until nobody has access to the server, ending what an earlier story has left. */
  clearAccess(name: string): Promise<void>;
  /** Somebody of the seed, signed in. */
  visit(email: string, options?: VisitOptions): Promise<Visitor>;
  /** Somebody who has not signed in. */
  stranger(options?: VisitOptions): Promise<Visitor>;
};

export const test = base.extend<object, { stage: Stage }>({
  stage: [
    async ({ browser }, use, workerInfo) => {
      const facts = readProductFacts();
      const lab = witnessLab(facts.labDir);
      const { baseURL, viewport, locale } = workerInfo.project.use;
      const usual = { ...(baseURL && { baseURL }), ...(viewport && { viewport }), ...(locale && { locale }) };
      const ask: Stage['ask'] = (sql, values) => askDatabase(facts.databaseUrl, sql, values);
      await use({
        facts,
        ask,
        server: (name) => {
          const found = lab.find((server) => server.facts.name === name);
          if (found === undefined) throw new RangeError(`the lab has no server ${name}`);
          return found;
        },
        serverId: async (name) => {
          const [row] = await ask('select id from server where name = $1', [name]);
          return String(row?.id);
        },
        liveAccount: async (serverId) => {
          const login = await readLiveAccount(facts, serverId);
          noteAccountPassword(login);
          return login;
        },
        clearAccess: (name) => clearAccess(ask, name),
        visit: (email, options) => visitAs(browser, facts, email, { ...usual, ...options }),
        stranger: (options) => openVisit(browser, { ...usual, ...options }),
      });
    },
    { scope: 'worker' },
  ],
});

async function clearAccess(ask: Stage['ask'], name: string): Promise<void> {
  await ask(
    `update access_grant
       set state = case when state = 'awaiting-approval' then 'denied' else 'revoking' end,
           end_cause = 'revoked-by-staff', next_attempt_at = now()
     where state in ('awaiting-approval', 'requested', 'provisioning', 'active') and server_id = (select id from server where name = $1)`,
    [name],
  );
  const living = `select 1 from access_grant where state = 'revoking'
    and server_id = (select id from server where name = $1)`;
  await expect.poll(() => ask(living, [name]), { timeout: 60_000 }).toEqual([]);
}
