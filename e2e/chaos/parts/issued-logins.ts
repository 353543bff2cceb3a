import { sealingContext, unseal } from '@postern/domain';
import type { TestSite } from '../../../apps/broker/test/support/site.ts';

export interface IssuedLogin {
  readonly username: string;
  readonly password: string;
}

export interface IssuedLogins {
  /** All logins that were ever made for a grant, as its tenant could have read them. */
  of(grantId: string): readonly IssuedLogin[];
  stop(): Promise<void>;
}

const lookEveryMs = 50;

/** Reads each account's password as soon as its row stands: the row is emptied once the account is gone. */
export function collectIssuedLogins(site: TestSite): IssuedLogins {
  const byAccount = new Map<string, IssuedLogin & { readonly grantId: string }>();
  const stopping = new AbortController();

  async function look(): Promise<void> {
    const rows = await site.owner.client.account.findMany({
      where: { passwordForTenant: { not: null }, id: { notIn: [...byAccount.keys()] } },
      select: { id: true, grantId: true, username: true, passwordForTenant: true },
    });
    for (const { id, grantId, username, passwordForTenant } of rows) {
      const context = sealingContext.accountPasswordForTenant(id);
      const password = unseal(passwordForTenant ?? '', site.keys.portal.privateKeyPem, context).toString();
      byAccount.set(id, { grantId, username, password });
    }
  }

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      // A scenario may take the database away; an account is not made meanwhile.
      await look().catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    }
  }

  const looping = loop();
  return {
    of: (grantId) => [...byAccount.values()].filter((login) => login.grantId === grantId),
    async stop() {
      stopping.abort();
      await looping;
    },
  };
}
