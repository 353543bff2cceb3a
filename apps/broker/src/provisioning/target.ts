/** Where a BMC is and how to log in to it, from its row. */
import type { BmcTarget, IpmiTarget, Secret } from '@postern/bmc';
import type { BmcForWork } from '@postern/database';
import { BrokerFault } from '../failure.ts';
import { readProfile } from './profile.ts';

export interface BmcLogin {
  readonly username: string;
  readonly password: Secret;
  /** Privilege asked for over IPMI; administrator when absent. */
  readonly privilege?: 'user' | 'operator' | 'administrator';
}

/** Over the protocol that was chosen for this BMC, and no other. */
export function targetOf(facts: BmcForWork, login: BmcLogin): BmcTarget {
  if (facts.protocol === 'ipmi') return ipmiTargetOf(facts, login);
  const { host, redfishPort, certificatePin } = facts;
  if (redfishPort === null || certificatePin === null) {
    throw new BrokerFault(
      'certificate-missing',
      'No certificate is pinned for this BMC. An admin has to detect it and accept it.',
    );
  }
  const { username, password } = login;
  return {
    protocol: 'redfish',
    host,
    port: redfishPort,
    certificateSha256: certificatePin,
    username,
    password,
    profile: readProfile(facts),
  };
}

/** Over IPMI whatever the BMC's protocol is: for its serial console. */
export function ipmiTargetOf(facts: BmcForWork, login: BmcLogin): IpmiTarget {
  const { host, port } = facts;
  const profile = facts.protocol === 'ipmi' ? readProfile(facts) : undefined;
  return { host, port, ...login, cipherSuite: suiteOf(facts), profile };
}

/** 17 or 3, or nothing yet. The column is checked; this is for the type. */
function suiteOf({ cipherSuite }: BmcForWork): 3 | 17 | undefined {
  return cipherSuite === 17 || cipherSuite === 3 ? cipherSuite : undefined;
}

/**
 * Changes when another BMC, another way to it or another login is meant: then an open session is not the one. Nor is it
 * once a pending login is sent: it says nothing of what the BMC holds since then.
 */
export function targetKey(facts: BmcForWork): string {
  const { protocol, host, port, redfishPort, certificatePin, profiledAt, sealedLogin } = facts;
  const pending = facts.pendingLoginSent ? facts.sealedPendingLogin : null;
  return JSON.stringify([
    protocol,
    host,
    port,
    redfishPort,
    certificatePin,
    profiledAt,
    sealedLogin,
    pending,
  ]);
}
