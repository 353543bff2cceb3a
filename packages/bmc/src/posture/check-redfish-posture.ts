/** What can be said of a BMC's safety over Redfish, and without a login over IPMI beside it. */
import type { RedfishBmc, RedfishTarget } from '../capabilities.ts';
import { checkLogin } from '../check-login.ts';
import { BmcError } from '../errors.ts';
import type { OpenDependencies } from '../open-bmc.ts';
import { openRedfishBmc } from '../redfish/driver/open-redfish-bmc.ts';
import { fetchCertificate } from '../redfish/http/certificate.ts';
import { Secret } from '../secret.ts';
import { defaultCredentials } from './default-credentials.ts';
import type { PostureFinding } from './finding.ts';
import { judgeCertificate } from './judge-certificate.ts';
import { judgeClock } from './judge-clock.ts';
import { judgeNamedUsers, judgeUsers, type RegisteredUsers } from './judge-users.ts';

export interface RedfishPosture {
  readonly now: Date;
  readonly registered: RegisteredUsers;
  /** How many of the known default logins are tried. */
  readonly defaultTries: number;
  readonly check: (name: string, run: () => Promise<readonly PostureFinding[]>) => Promise<void>;
}

/** Rejects as `openBmc` does; each check that fails by itself is told by `check`. */
export async function checkRedfish(
  target: RedfishTarget,
  { now, registered, defaultTries, check }: RedfishPosture,
  dependencies: OpenDependencies,
): Promise<void> {
  const bmc = await openRedfishBmc(target, dependencies);
  try {
    await check('users', () => usersOf(bmc, registered));
    await check('clock', async () => judgeClock(await bmc.eventLog.time(), now));
  } finally {
    await bmc.close();
  }
  await check('certificate', async () => judgeCertificate(await fetchCertificate(target), now));
  await check('default logins', async () => {
    const findings: PostureFinding[] = [];
    for (const { username, password } of defaultCredentials.slice(0, defaultTries)) {
      const login = { ...target, username, password: new Secret(password) };
      if (await letsIn(login, dependencies)) findings.push(defaultLoginWorks(username));
    }
    return findings;
  });
}

/** A service that wants another password at once has let the default one in. */
async function letsIn(login: RedfishTarget, dependencies: OpenDependencies): Promise<boolean> {
  try {
    return (await checkLogin(login, dependencies)) === 'accepted';
  } catch (error) {
    if (error instanceof BmcError && error.code === 'password-change-required') return true;
    throw error;
  }
}

async function usersOf(
  { accounts }: RedfishBmc,
  registered: RegisteredUsers,
): Promise<readonly PostureFinding[]> {
  return accounts.model === 'slots'
    ? judgeUsers(await accounts.readTable(), registered)
    : judgeNamedUsers(await accounts.list(), registered);
}

export function defaultLoginWorks(username: string): PostureFinding {
  return {
    code: 'default-credential',
    severity: 'critical',
    what: `The maker’s default login of “${username}” works.`,
    nextStep: 'Change that password now, and look at what was done with it.',
  };
}
