import { randomUUID } from 'node:crypto';
import type { JournalAccount, JournalRemoval } from '../records.ts';

/** An account as a journal holds it, with nothing behind it. */
export function journalAccount(changes: Partial<JournalAccount> = {}): JournalAccount {
  const serverId = randomUUID();
  return {
    accountId: randomUUID(),
    grantId: randomUUID(),
    slot: 9,
    username: 'g_abcdefghijkl',
    privilege: 'operator',
    passwordForBroker: 'v1.sealed',
    bmc: {
      bmcId: randomUUID(),
      serverId,
      serverName: 'web-07 ü',
      siteId: randomUUID(),
      organisationId: null,
      accessPath: 'carried',
      protocol: 'ipmi',
      host: '192.0.2.9',
      port: 623,
      redfishPort: null,
      certificatePin: null,
      certificateSeen: null,
      profile: null,
      cipherSuite: 17,
      allowedSlots: [],
      screenProtocol: 'none',
      screenHost: null,
      screenPort: null,
      serialOverLan: true,
      sealedLogin: 'v1.sealed',
    },
    bmcVersion: 'one',
    madeHere: true,
    end: { boot: 'this', atMs: 5_000, leftMs: 4_000 },
    ...changes,
  };
}

export function journalRemoval(
  account: JournalAccount,
  changes: Partial<JournalRemoval> = {},
): JournalRemoval {
  return {
    id: randomUUID(),
    accountId: account.accountId,
    grantId: account.grantId,
    evidence: {
      readBack: 'absent',
      login: 'refused',
      sessionsEnded: 1,
      sessionsRemaining: 0,
      sessionsTold: true,
      refusedSteps: [],
    },
    cause: 'time-over',
    at: '2026-11-25T12:00:00.000Z',
    boot: 'this',
    atMs: 6_000,
    ...changes,
  };
}
