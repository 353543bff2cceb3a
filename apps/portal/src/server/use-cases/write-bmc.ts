import {
  appendAuditEvent,
  type BmcFacts,
  type BmcSecretKind,
  listBmcSecrets,
  lockServer,
  putBmcSecret,
  readServer,
  readSiteOfServer,
  type ServerRow,
  type Tx,
  tenantScope,
  writeBmc,
} from '@postern/database';
import { type AuditEvent, type BmcLogin, seal, sealingContext } from '@postern/domain';
import { transact } from '../portal.ts';
import { done, type Result, refused } from '../refusal.ts';
import type { ViewerContext } from '../trpc/context.ts';
import { actorOf } from './actor-of.ts';
import { refuseConstraint } from './refuse-constraint.ts';

export interface BmcSettings extends BmcFacts {
  readonly serverId: string;
  /** Absent: the stored one stays. */
  readonly login?: BmcLogin | undefined;
  /** Absent: the stored one stays. */
  readonly screenPassword?: string | undefined;
}

/**
 * Sets up or changes a server's BMC. Secrets are sealed to the key of the server's site and put where the portal cannot
 * read them again. A BMC or a screen at a new address needs its secret typed again: a stored one is never offered to
 * another host.
 */
export function writeBmcSettings(
  { portal, viewer, sourceAddress }: ViewerContext,
  settings: BmcSettings,
): Promise<Result<{ readonly bmcId: string }>> {
  const { serverId, login, screenPassword, ...facts } = settings;
  return refuseConstraint('host', () =>
    transact(portal.db, async (tx) => {
      // A grant that is being asked for waits, or is seen below: its account must not be made at the old address.
      await lockServer(tx, serverId);
      const server = await readServer(tx, tenantScope(viewer), serverId);
      const site = await readSiteOfServer(tx, serverId);
      if (server === null || site === null) return refused({ reason: 'not-found' });
      const addressed = facts.screenHost !== null && facts.screenPort !== null;
      if (facts.screenProtocol !== 'none' && !addressed) return refused({ reason: 'screen-address-needed' });
      if (server.bmc !== null && changesWay(server.bmc, facts) && server.grants.length > 0) {
        return refused({ reason: 'server-has-grant', grantId: server.grants[0]?.id ?? '' });
      }
      if (lacksCertificate(server.bmc, facts)) return refused({ reason: 'certificate-needed' });
      const { bmcId, created, addressChanged, screenMoved } = await writeBmc(tx, serverId, facts);
      const about = {
        outcome: 'ok',
        ...actorOf(viewer, sourceAddress),
        organisationId: server.organisationId ?? undefined,
        serverId,
      } as const;
      const loginHeld = !addressChanged && (await holds(tx, bmcId, 'login'));
      if (login === undefined && !loginHeld) return refused({ reason: 'login-needed' });
      if (screenMoved && screenPassword === undefined && (await holds(tx, bmcId, 'screen'))) {
        return refused({ reason: 'screen-password-needed' });
      }
      const secrets = [
        ...(login === undefined ? [] : [{ kind: 'login' as const, text: JSON.stringify(login) }]),
        ...(screenPassword === undefined ? [] : [{ kind: 'screen' as const, text: screenPassword }]),
      ];
      if (secrets.length > 0 && site.publicKey === null) return refused({ reason: 'site-has-no-key' });
      await appendAuditEvent(tx, {
        ...about,
        type: created ? 'bmc.created' : 'bmc.updated',
        details: {
          bmcId,
          protocol: facts.protocol,
          host: facts.host,
          port: facts.port,
          redfishPort: facts.redfishPort,
          screen: facts.screenProtocol,
        },
      });
      const { certificatePin: sha256 } = facts;
      if (sha256 !== undefined && sha256 !== server.bmc?.certificatePin) {
        const before = server.bmc?.certificatePin ?? null;
        await appendAuditEvent(tx, {
          ...about,
          type: 'bmc.certificate-accepted',
          details: { bmcId, before, sha256 },
        });
      }
      for (const { kind, text } of secrets) {
        await sealAndPut(tx, { bmcId, kind, text, publicKey: site.publicKey ?? '', about });
      }
      return done({ bmcId });
    }),
  );
}

async function sealAndPut(
  tx: Tx,
  secret: {
    readonly bmcId: string;
    readonly kind: BmcSecretKind;
    readonly text: string;
    readonly publicKey: string;
    readonly about: Omit<AuditEvent, 'type'>;
  },
): Promise<void> {
  const { bmcId, kind } = secret;
  const context = kind === 'login' ? sealingContext.bmcLogin(bmcId) : sealingContext.consolePassword(bmcId);
  const bytes = Buffer.from(secret.text, 'utf8');
  const sealed = seal(bytes, secret.publicKey, context);
  bytes.fill(0);
  await putBmcSecret(tx, { bmcId, kind, sealed });
  await appendAuditEvent(tx, { ...secret.about, type: 'bmc.credential-replaced', details: { bmcId, kind } });
}

async function holds(tx: Tx, bmcId: string, kind: BmcSecretKind): Promise<boolean> {
  return (await listBmcSecrets(tx, bmcId)).some((secret) => secret.kind === kind);
}

type HeldBmc = NonNullable<ServerRow['bmc']>;

function changesAddress(held: HeldBmc, facts: BmcFacts): boolean {
  return held.host !== facts.host || held.port !== facts.port || held.redfishPort !== facts.redfishPort;
}

/** An account that was made one way is not left to be removed another way. */
function changesWay(held: HeldBmc, facts: BmcFacts): boolean {
  return changesAddress(held, facts) || held.protocol !== facts.protocol;
}

/** A pin is of one address: at a new one the certificate has to be seen and compared again. */
function lacksCertificate(held: HeldBmc | null, facts: BmcFacts): boolean {
  if (facts.protocol !== 'redfish' || facts.certificatePin !== undefined) return false;
  return held === null || held.certificatePin === null || changesAddress(held, facts);
}
