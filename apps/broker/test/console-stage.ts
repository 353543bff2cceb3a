/** A gateway on a stage: a database with two tenants, a virtual machine with a screen, and viewers. */
import { randomUUID } from 'node:crypto';
import { Secret } from '@postern/bmc';
import {
  createVirtualBmc,
  createVirtualScreen,
  type VirtualBmc,
  type VirtualScreen,
} from '@postern/bmc/testing';
import { createDatabase, type Database } from '@postern/database';
import { createTestDatabase, type TestDatabase } from '@postern/database/testing';
import { generateSealingKeys, newTicket, seal, sealingContext, unseal } from '@postern/domain';
import { Registry } from 'prom-client';
import type { Clock } from '../src/console/clock.ts';
import { createConsoleMetrics } from '../src/console/console-metrics.ts';
import {
  type ConsoleGateway,
  type ConsoleGatewayConfig,
  createConsoleGateway,
} from '../src/console/gateway.ts';
import { createLogger } from '../src/logging.ts';
import type { SerialBmc } from '../src/provisioning/bmc-lanes.ts';

export const portalOrigin = 'http://portal.test:3000';
export const screenPassword = 'hunter22';

export interface StageOptions {
  readonly url?: (databaseUrl: string) => Promise<string> | string;
  readonly config?: Partial<ConsoleGatewayConfig>;
  readonly screen?: { readonly host: string; readonly port: number; readonly password?: string };
  readonly openBmcForSerial?: (bmcId: string) => Promise<SerialBmc>;
  readonly clock?: Clock;
  /** Errors in the log are part of the play; else they are printed, to explain a failed test. */
  readonly expectErrors?: boolean;
}

export interface TicketWish {
  readonly kind?: 'screen' | 'serial';
  readonly readOnly?: boolean;
  readonly userId?: string;
  readonly webSessionId?: string;
  readonly brokerId?: string;
  readonly grantId?: string | null;
  readonly serverId?: string;
}

export interface Stage {
  readonly gateway: ConsoleGateway;
  readonly registry: Registry;
  readonly url: string;
  readonly ids: StageIds;
  readonly bmc: VirtualBmc;
  readonly screen: VirtualScreen;
  /** Everything the gateway logged. */
  readonly logLines: string[];
  /** The gateway's own. */
  readonly db: Database;
  /** As the owner of the database, by another connection than the gateway's. */
  sql(text: string): Promise<Record<string, unknown>[]>;
  /** Makes the gateway look at what changed, as a notice from the database would. */
  notify(): void;
  ticket(wish?: TicketWish): Promise<string>;
  /** Starts the gateway anew on the same database, after `gateway.close()`. */
  restartGateway(): Promise<ConsoleGateway>;
  close(): Promise<void>;
}

export interface StageIds {
  readonly site: string;
  readonly broker: string;
  readonly otherBroker: string;
  readonly organisation: string;
  readonly otherOrganisation: string;
  readonly tenant: string;
  readonly tenantSession: string;
  readonly staff: string;
  readonly staffSession: string;
  readonly server: string;
  readonly bmc: string;
  readonly grant: string;
}

export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const database = await createTestDatabase();
  const keys = generateSealingKeys();
  const owner = createDatabase({ url: database.url, maxConnections: 2 });
  const ids = newIds();
  const bmc = await createVirtualBmc({
    name: 'alpha',
    users: [],
    habit: 'postern-default',
    initialPower: 'on',
  });
  const screen = await createVirtualScreen({ server: bmc.server, password: screenPassword });
  const target = options.screen ?? { host: screen.host, port: screen.port, password: screenPassword };
  const sealed =
    target.password === undefined
      ? undefined
      : seal(Buffer.from(target.password), keys.publicKeyPem, sealingContext.consolePassword(ids.bmc));
  await insertWorld(owner, ids, { ...target, sealed });

  const logLines: string[] = [];
  const log = createLogger('debug', {
    write(line: string) {
      logLines.push(line);
      if (!options.expectErrors && line.includes('"level":"error"')) console.error(line);
    },
  });
  const registry = new Registry();
  const url = (await options.url?.(database.url)) ?? database.url;
  const db = createDatabase({ url, role: 'postern_broker', maxConnections: 8 });
  let wakeUps: { everything(): void } | undefined;
  const metrics = createConsoleMetrics(registry);
  const start = () =>
    createConsoleGateway({
      db,
      brokerId: ids.broker,
      config: { host: '127.0.0.1', port: 0, allowedOrigins: [portalOrigin], ...options.config },
      openScreenPassword: (bmcId, text) =>
        new Secret(unseal(text, keys.privateKeyPem, sealingContext.consolePassword(bmcId)).toString('utf8')),
      openBmcForSerial:
        options.openBmcForSerial ?? (() => Promise.reject(new Error('no serial on this stage'))),
      listen(next) {
        wakeUps = next;
        return () => {
          wakeUps = undefined;
        };
      },
      log,
      metrics,
      ...(options.clock === undefined ? {} : { clock: options.clock }),
    });
  let gateway = await start();

  return {
    get gateway() {
      return gateway;
    },
    registry,
    get url() {
      return `ws://127.0.0.1:${gateway.address.port}/console`;
    },
    ids,
    bmc,
    screen,
    logLines,
    db,
    sql: (text) => owner.client.$queryRawUnsafe(text),
    notify: () => wakeUps?.everything(),
    ticket: (wish) => issueTicket(owner, ids, wish),
    async restartGateway() {
      gateway = await start();
      return gateway;
    },
    close: () => closeAll(() => gateway.close(), [screen, bmc, db, owner], database),
  };
}

async function closeAll(
  closeGateway: () => Promise<void>,
  parts: readonly { close(): Promise<void> }[],
  database: TestDatabase,
): Promise<void> {
  await closeGateway();
  await Promise.all(parts.map((part) => part.close()));
  await database.drop();
}

function newIds(): StageIds {
  return {
    site: randomUUID(),
    broker: randomUUID(),
    otherBroker: randomUUID(),
    organisation: randomUUID(),
    otherOrganisation: randomUUID(),
    tenant: randomUUID(),
    tenantSession: randomUUID(),
    staff: randomUUID(),
    staffSession: randomUUID(),
    server: randomUUID(),
    bmc: randomUUID(),
    grant: randomUUID(),
  };
}

async function insertWorld(
  owner: Database,
  ids: StageIds,
  screen: { readonly host: string; readonly port: number; readonly sealed: string | undefined },
): Promise<void> {
  const statements = [
    `insert into site (id, slug, name) values ('${ids.site}', 'ams', 'Amsterdam')`,
    `insert into organisation (id, name) values ('${ids.organisation}', 'Acme'), ('${ids.otherOrganisation}', 'Other')`,
    `insert into app_user (id, email, name, role, organisation_id) values
       ('${ids.tenant}', 'ann@acme.test', 'Ann', 'tenant', '${ids.organisation}'),
       ('${ids.staff}', 'sam@hoster.test', 'Sam', 'support', null)`,
    `insert into web_session (id, user_id, expires_at) values
       ('${ids.tenantSession}', '${ids.tenant}', now() + interval '8 hours'),
       ('${ids.staffSession}', '${ids.staff}', now() + interval '8 hours')`,
    `insert into broker (id, site_id, name, version, console_url) values
       ('${ids.broker}', '${ids.site}', 'one', '0', 'ws://x/console'),
       ('${ids.otherBroker}', '${ids.site}', 'two', '0', 'ws://y/console')`,
    `insert into server (id, site_id, organisation_id, name, rack) values
       ('${ids.server}', '${ids.site}', '${ids.organisation}', 'alpha', 'r1')`,
    `insert into bmc (id, server_id, host, screen_protocol, screen_host, screen_port, serial_over_lan) values
       ('${ids.bmc}', '${ids.server}', '192.0.2.9', 'vnc', '${screen.host}', ${screen.port}, true)`,
    ...(screen.sealed === undefined
      ? []
      : [
          `insert into bmc_secret (bmc_id, kind, sealed) values ('${ids.bmc}', 'screen', '${screen.sealed}')`,
        ]),
    `insert into access_grant (id, server_id, bmc_id, organisation_id, holder_id, requested_by_id, duration_seconds,
       privilege, scopes) values ('${ids.grant}', '${ids.server}', '${ids.bmc}', '${ids.organisation}', '${ids.tenant}',
       '${ids.tenant}', 3600, 'operator', array['view', 'console', 'power', 'media', 'account'])`,
    `update access_grant set state = 'provisioning' where id = '${ids.grant}'`,
    `update access_grant set state = 'active', starts_at = now(), ends_at = now() + interval '1 hour'
      where id = '${ids.grant}'`,
  ];
  for (const statement of statements) await owner.client.$executeRawUnsafe(statement);
}

async function issueTicket(owner: Database, ids: StageIds, wish: TicketWish = {}): Promise<string> {
  const { token, tokenHash } = newTicket();
  const grantId = wish.grantId === undefined ? ids.grant : wish.grantId;
  await owner.client.$executeRaw`
    insert into console_ticket (token_hash, server_id, grant_id, user_id, web_session_id, broker_id, kind, read_only,
      reason, issued_at, expires_at)
    values (${tokenHash}, ${wish.serverId ?? ids.server}::uuid, ${grantId}::uuid,
      ${wish.userId ?? ids.tenant}::uuid, ${wish.webSessionId ?? ids.tenantSession}::uuid,
      ${wish.brokerId ?? ids.broker}::uuid, ${wish.kind ?? 'screen'}, ${wish.readOnly ?? false},
      ${grantId === null ? 'a look' : null}, now(), now() + interval '30 seconds')`;
  return token;
}
