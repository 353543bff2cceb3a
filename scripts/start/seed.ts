import { readFileSync } from 'node:fs';
import { hash } from '@node-rs/argon2';
import {
  appendAuditEvent,
  type BmcFacts,
  createDatabase,
  insertOrganisation,
  insertPerson,
  insertServer,
  putBmcSecret,
  readPolicyLayer,
  type Tx,
  writeBmc,
  writePolicy,
} from '@postern/database';
import { type AuditEvent, type GrantPolicy, seal, sealingContext } from '@postern/domain';
import type { LabFacts, LabServerFacts } from '../../e2e/lab/index.ts';
import type { Login } from './logins.ts';

export type SeedOptions = {
  readonly databaseUrl: string;
  readonly site: { readonly slug: string; readonly name: string };
  /** Public key of the site, which BMC secrets are sealed to. */
  readonly sitePublicKeyPem: string;
  readonly logins: readonly Login[];
  /** Absent where no lab runs: the site then has no servers. */
  readonly lab: LabFacts | undefined;
  readonly policy?: Partial<GrantPolicy>;
};

/** Ten seconds at least: what a person tries out in the lab should be able to end while he watches. */
const labPolicy: Partial<GrantPolicy> = { minDurationSeconds: 10 };

/**
 * Puts the lab into the database: site, tenants, people, servers, and the BMC logins sealed to the site's key. May run
 * again and again: it adds what is missing and leaves what people have changed, but for where the lab's BMCs are and how
 * to log in to them, which the lab decides.
 */
export async function seed(options: SeedOptions): Promise<void> {
  const db = createDatabase({ url: options.databaseUrl, maxConnections: 2 });
  try {
    const hashes = await hashMissing(db.client, options.logins);
    await db.transaction(async (tx) => {
      const site = await keepSite(tx, options);
      const organisations = await keepOrganisations(tx, organisationNames(options));
      for (const login of options.logins) await keepPerson(tx, login, hashes.get(login.email), organisations);
      for (const server of options.lab?.servers ?? []) {
        await keepServer(
          tx,
          server,
          site,
          organisations.get(server.tenant) ?? null,
          options.sitePublicKeyPem,
        );
      }
    });
  } finally {
    await db.close();
  }
}

function organisationNames({ logins, lab }: SeedOptions): string[] {
  return [...new Set([...logins.flatMap((login) => login.organisation ?? []), ...(lab?.tenants ?? [])])];
}

/** Hashing is slow on purpose: only for people who are not there yet, and outside of the transaction. */
async function hashMissing(tx: Tx, logins: readonly Login[]): Promise<Map<string, string>> {
  const there = await tx.user.findMany({ where: { email: { in: logins.map(({ email }) => email) } } });
  const emails = new Set(there.map(({ email }) => email));
  const missing = logins.filter(({ email }) => !emails.has(email));
  return new Map(
    await Promise.all(missing.map(async ({ email, password }) => [email, await hash(password)] as const)),
  );
}

async function keepSite(tx: Tx, { site, sitePublicKeyPem, policy }: SeedOptions): Promise<string> {
  const found = await tx.site.findUnique({ where: { slug: site.slug }, select: { id: true } });
  const { id } = await tx.site.upsert({
    where: { slug: site.slug },
    create: { ...site, publicKey: sitePublicKeyPem, helpMail: 'remote-hands@datacentre.example' },
    update: {},
    select: { id: true },
  });
  const made = found === null;
  const changes = { ...(made && labPolicy), ...policy };
  if (Object.keys(changes).length > 0) {
    const layer = await readPolicyLayer(tx, { siteId: id });
    if (layer !== undefined) await writePolicy(tx, { siteId: id }, { ...layer.values, ...changes });
  }
  return id;
}

async function keepOrganisations(tx: Tx, names: readonly string[]): Promise<Map<string, string>> {
  for (const name of names) {
    const made = await insertOrganisation(tx, name);
    if (made !== null)
      await note(tx, { type: 'organisation.created', organisationId: made.id, details: { name } });
  }
  const rows = await tx.organisation.findMany({ where: { name: { in: [...names] } } });
  return new Map(rows.map(({ name, id }) => [name, id]));
}

async function keepPerson(
  tx: Tx,
  { name, email, role, organisation }: Login,
  passwordHash: string | undefined,
  organisations: ReadonlyMap<string, string>,
): Promise<void> {
  if (passwordHash === undefined) return;
  const organisationId = organisation === null ? null : (organisations.get(organisation) ?? null);
  const made = await insertPerson(tx, { name, email, role, organisationId, passwordHash });
  if (made === null) return;
  await note(tx, {
    type: 'user.created',
    organisationId: organisationId ?? undefined,
    details: { name, role },
  });
}

async function keepServer(
  tx: Tx,
  facts: LabServerFacts,
  siteId: string,
  organisationId: string | null,
  sitePublicKeyPem: string,
): Promise<void> {
  const { name, rack, ip } = facts;
  const found = await tx.server.findUnique({ where: { name }, select: { id: true } });
  const about = { organisationId: organisationId ?? undefined, details: { name } };
  const { id } =
    found ??
    (await insertServer(tx, { siteId, organisationId, name, rack, ipAddresses: [ip], serial: null }));
  if (found === null) await note(tx, { type: 'server.created', serverId: id, ...about });
  // A lab of an older day, left with access on it: that ends over the protocol by which it was made.
  if (await isBoundTo(tx, id, wayOf(facts.bmc).protocol === 'redfish' ? 'ipmi' : 'redfish')) return;
  const { bmcId, created } = await writeBmc(tx, id, {
    host: facts.bmc.host,
    port: facts.bmc.port,
    ...wayOf(facts.bmc),
    allowedSlots: facts.slots,
    screenProtocol: facts.console.protocol,
    screenHost: facts.console.host,
    screenPort: facts.console.port,
    serialOverLan: facts.serialOverLan,
  });
  await keepSecrets(tx, bmcId, facts, sitePublicKeyPem);
  if (created) await note(tx, { type: 'bmc.created', serverId: id, ...about });
}

function wayOf({
  redfish,
}: LabServerFacts['bmc']): Pick<BmcFacts, 'protocol' | 'redfishPort' | 'certificatePin'> {
  if (redfish === null) return { protocol: 'ipmi', redfishPort: null };
  return { protocol: 'redfish', redfishPort: redfish.port, certificatePin: redfish.certificateSha256 };
}

async function isBoundTo(tx: Tx, serverId: string, protocol: BmcFacts['protocol']): Promise<boolean> {
  const account = await tx.account.findFirst({
    where: { goneAt: null, bmc: { serverId, protocol } },
    select: { id: true },
  });
  return account !== null;
}

async function keepSecrets(
  tx: Tx,
  bmcId: string,
  facts: LabServerFacts,
  publicKeyPem: string,
): Promise<void> {
  const { username, passwordFile } = facts.bmc;
  const login = JSON.stringify({ username, password: readFileSync(passwordFile, 'utf8') });
  const screen = readFileSync(facts.console.passwordFile, 'utf8');
  const sealed = (text: string, context: string) => seal(Buffer.from(text), publicKeyPem, context);
  await putBmcSecret(tx, { bmcId, kind: 'login', sealed: sealed(login, sealingContext.bmcLogin(bmcId)) });
  await putBmcSecret(tx, {
    bmcId,
    kind: 'screen',
    sealed: sealed(screen, sealingContext.consolePassword(bmcId)),
  });
}

async function note(
  tx: Tx,
  event: Pick<AuditEvent, 'type' | 'organisationId' | 'serverId' | 'details'>,
): Promise<void> {
  await appendAuditEvent(tx, { ...event, actor: { kind: 'anonymous', name: 'Set-up' }, outcome: 'ok' });
}
