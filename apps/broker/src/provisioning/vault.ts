import { Secret } from '@postern/bmc';
import {
  type BmcLogin,
  createHeadSigner,
  type HeadSigner,
  publicKeyOf,
  seal,
  sealingContext,
  unseal,
} from '@postern/domain';
import { z } from 'zod';

/** Opens what is sealed to the site's key, which stays in here: callers hand in sealed texts and get `Secret`s. */
export interface VaultDoor {
  /** PEM of the key that the portal seals BMC secrets to. */
  readonly sitePublicKey: string;
  /** Signs the ends of the audit chain for keeping outside of the database. */
  readonly headSigner: HeadSigner;
  /** @throws SealError when the text is not sealed to this site's key for this BMC. */
  openBmcLogin(bmcId: string, sealed: string): { readonly username: string; readonly password: Secret };
  /** A login of a BMC, sealed to this site's own key as the portal would. */
  sealBmcLogin(bmcId: string, login: { readonly username: string; readonly password: Secret }): string;
  /** @throws SealError */
  openScreenPassword(bmcId: string, sealed: string): Secret;
  /** @throws SealError */
  openAccountPassword(accountId: string, sealed: string): Secret;
}

export interface Vault extends VaultDoor {
  /** Seals one password twice: for its tenant (portal's key) and for the login that proves the end (site's key). */
  sealAccountPassword(
    accountId: string,
    password: Secret,
  ): { readonly forTenant: string; readonly forBroker: string };
}

const login: z.ZodType<BmcLogin> = z.object({ username: z.string().max(16), password: z.string().min(1) });

export function createVault(keys: {
  readonly sitePrivateKey: string;
  readonly portalPublicKey: string;
}): Vault {
  const door = createVaultDoor(keys);
  return {
    ...door,
    sealAccountPassword: (accountId, password) =>
      password.withBytes((bytes) => ({
        forTenant: seal(bytes, keys.portalPublicKey, sealingContext.accountPasswordForTenant(accountId)),
        forBroker: seal(bytes, door.sitePublicKey, sealingContext.accountPasswordForBroker(accountId)),
      })),
  };
}

export function createVaultDoor(keys: { readonly sitePrivateKey: string }): VaultDoor {
  const sitePublicKey = publicKeyOf(keys.sitePrivateKey);

  function open(sealed: string, context: string): string {
    const bytes = unseal(sealed, keys.sitePrivateKey, context);
    try {
      return bytes.toString('utf8');
    } finally {
      bytes.fill(0);
    }
  }

  return {
    sitePublicKey,
    headSigner: createHeadSigner(keys.sitePrivateKey),
    openBmcLogin(bmcId, sealed) {
      const { username, password } = login.parse(JSON.parse(open(sealed, sealingContext.bmcLogin(bmcId))));
      return { username, password: new Secret(password) };
    },
    sealBmcLogin(bmcId, { username, password }) {
      const text = password.withBytes((bytes) => {
        const plain: BmcLogin = { username, password: bytes.toString('utf8') };
        return Buffer.from(JSON.stringify(plain), 'utf8');
      });
      try {
        return seal(text, sitePublicKey, sealingContext.bmcLogin(bmcId));
      } finally {
        text.fill(0);
      }
    },
    openScreenPassword: (bmcId, sealed) => new Secret(open(sealed, sealingContext.consolePassword(bmcId))),
    openAccountPassword: (accountId, sealed) =>
      new Secret(open(sealed, sealingContext.accountPasswordForBroker(accountId))),
  };
}
