import { Secret } from '@postern/bmc';
import { generateSealingKeys, seal, sealingContext, unseal } from '@postern/domain';
import { expect, test } from 'vitest';
import { createVault } from './vault.ts';

const site = generateSealingKeys();
const portal = generateSealingKeys();
const vault = createVault({ sitePrivateKey: site.privateKeyPem, portalPublicKey: portal.publicKeyPem });
const text = (secret: Secret) => secret.withBytes((bytes) => bytes.toString('utf8'));

test('a login sealed by the portal opens here, and its password does not print', () => {
  const login = JSON.stringify({ username: 'ADMIN', password: 'correct horse' });
  const sealed = seal(Buffer.from(login), site.publicKeyPem, sealingContext.bmcLogin('bmc-1'));
  const opened = vault.openBmcLogin('bmc-1', sealed);
  expect(opened.username).toBe('ADMIN');
  expect(text(opened.password)).toBe('correct horse');
  expect(String(opened.password)).not.toContain('horse');
});

test('a login moved to the row of another BMC does not open', () => {
  const login = JSON.stringify({ username: 'ADMIN', password: 'x' });
  const sealed = seal(Buffer.from(login), site.publicKeyPem, sealingContext.bmcLogin('bmc-1'));
  expect(() => vault.openBmcLogin('bmc-2', sealed)).toThrow(/belongs to another row/);
});

test('an account password opens for its tenant at the portal, and here for the proof of its end', () => {
  const sealed = vault.sealAccountPassword('account-1', new Secret('Tr0ub4dor-Horse'));
  const atPortal = unseal(
    sealed.forTenant,
    portal.privateKeyPem,
    sealingContext.accountPasswordForTenant('account-1'),
  );
  expect(atPortal.toString()).toBe('Tr0ub4dor-Horse');
  expect(text(vault.openAccountPassword('account-1', sealed.forBroker))).toBe('Tr0ub4dor-Horse');
  expect(() => vault.openAccountPassword('account-1', sealed.forTenant)).toThrow(/sealed to key/);
});
