import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createHeadSigner, generateSealingKeys, publicKeyOf } from '@postern/domain';

/** Files that hold the product's keys; the private ones are ours alone (mode 0600). */
export type KeyFiles = {
  /** Opens what is sealed to the site: for its brokers. */
  readonly siteKey: string;
  readonly sitePublicKeyPem: string;
  /** Opens what is sealed to the portal: account passwords for tenants. */
  readonly portalKey: string;
  readonly portalPublicKey: string;
  /** Tells whether a signed end of the audit chain is the site's. */
  readonly auditHeadsPublicKey: string;
  readonly nextAuthSecret: string;
};

/** Makes the keys on first use and finds them again afterwards: what is sealed in the database depends on them. */
export function keepKeys(stateDir: string): KeyFiles {
  const folder = path.join(stateDir, 'keys');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const siteKey = path.join(folder, 'site.key');
  const portalKey = path.join(folder, 'portal.key');
  const portalPublicKey = path.join(folder, 'portal.pub');
  const auditHeadsPublicKey = path.join(folder, 'audit-heads.pub');
  const nextAuthSecret = path.join(folder, 'nextauth.secret');
  for (const file of [siteKey, portalKey]) keep(file, () => generateSealingKeys().privateKeyPem);
  keep(nextAuthSecret, () => randomBytes(32).toString('base64url'));
  writeFileSync(portalPublicKey, publicKeyOf(readFileSync(portalKey, 'utf8')));
  writeFileSync(auditHeadsPublicKey, createHeadSigner(readFileSync(siteKey, 'utf8')).publicKeyPem);
  const sitePublicKeyPem = publicKeyOf(readFileSync(siteKey, 'utf8'));
  return { siteKey, sitePublicKeyPem, portalKey, portalPublicKey, auditHeadsPublicKey, nextAuthSecret };
}

function keep(file: string, make: () => string): void {
  if (!existsSync(file)) writeFileSync(file, make(), { mode: 0o600, flag: 'wx' });
}
