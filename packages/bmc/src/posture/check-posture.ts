/** Everything that can be said of one BMC's safety without changing it. */
import type { BmcTarget, IpmiBmc, IpmiTarget, RedfishTarget } from '../capabilities.ts';
import { BmcError } from '../errors.ts';
import { checkLogin } from '../ipmi/check-login.ts';
import { openIpmiBmc } from '../ipmi/driver/open-ipmi-bmc.ts';
import type { BmcDependencies } from '../ipmi/establish.ts';
import { probeReachable } from '../ipmi/probe-reachable.ts';
import type { OpenDependencies } from '../open-bmc.ts';
import { fetchCertificate } from '../redfish/http/certificate.ts';
import { Secret } from '../secret.ts';
import { checkRedfish, defaultLoginWorks } from './check-redfish-posture.ts';
import { defaultCredentials } from './default-credentials.ts';
import type { Posture, PostureFinding, UncheckedPosture } from './finding.ts';
import { judgeCertificate } from './judge-certificate.ts';
import { judgeChannels } from './judge-channels.ts';
import { judgeClock } from './judge-clock.ts';
import { judgeReachability } from './judge-reachability.ts';
import { judgeUsers, type RegisteredUsers } from './judge-users.ts';
import { tryCipherZero } from './try-cipher-zero.ts';

export interface PostureOptions {
  /** Whom somebody answers for; the login in use is always among them. */
  readonly registered?: RegisteredUsers;
  /** How many of the known default logins to try, 0 when absent: each is a failed login that the BMC may count. */
  readonly tryDefaultCredentials?: number;
  /** Port of the HTTPS of a BMC that is worked on over IPMI; absent: its certificate is not looked at. */
  readonly httpsPort?: number;
  /** Port of the IPMI of a BMC that is worked on over Redfish; absent: what it tells strangers there is not looked at. */
  readonly ipmiPort?: number;
  /** The caller's clock: certificates and the BMC's clock are judged by it. */
  readonly now: Date;
}

const mostDefaultTries = 3;
const acceptableSuites: readonly number[] = [3, 8, 12, 17];

/**
 * Reads and tries logins; writes nothing. Each check stands alone: what could not be checked is told with its reason.
 * Rejects with `unreachable` when nothing answers, and with `auth-failed` when the given login does not work.
 */
export async function checkPosture(
  target: BmcTarget,
  options: PostureOptions,
  dependencies: OpenDependencies,
): Promise<Posture> {
  const findings: PostureFinding[] = [];
  const unchecked: UncheckedPosture[] = [];
  const check = async (name: string, run: () => Promise<readonly PostureFinding[]>) => {
    try {
      findings.push(...(await run()));
    } catch (error) {
      if (!(error instanceof BmcError)) throw error;
      unchecked.push({ check: name, why: error.message });
    }
  };

  if (target.protocol === 'redfish') {
    const registered = withLogin(target, options);
    const defaultTries = Math.min(options.tryDefaultCredentials ?? 0, mostDefaultTries);
    await checkRedfish(target, { now: options.now, registered, defaultTries, check }, dependencies);
    await checkIpmiBeside(target, { options, unchecked, check }, dependencies);
    return { findings, unchecked };
  }
  findings.push(...judgeReachability(await probeReachable(target, dependencies)));
  const bmc = await openIpmiBmc(target, dependencies);
  try {
    await check('cipher suites', () => judgeSuites(bmc));
    await check('channels', async () =>
      judgeChannels(await bmc.control.lanChannels()).filter(({ code }) => !isToldBy(findings, code)),
    );
    await check('users', async () => judgeUsers(await bmc.accounts.readTable(), withLogin(target, options)));
    await check('serial console', () => judgeSerial(bmc));
    await check('clock', async () => judgeClock(await bmc.eventLog.time(), options.now));
  } finally {
    await bmc.close();
  }
  await check('cipher suite 0', () => judgeCipherZero(target, dependencies));
  await check('default logins', () => judgeDefaults(target, options, dependencies));
  const { httpsPort } = options;
  if (httpsPort === undefined) unchecked.push({ check: 'certificate', why: 'No HTTPS port was given.' });
  else {
    const address = { host: target.host, port: httpsPort };
    await check('certificate', async () => judgeCertificate(await fetchCertificate(address), options.now));
  }
  return { findings, unchecked };
}

/** The channel that we came in by says the same to strangers. */
function isToldBy(findings: readonly PostureFinding[], code: PostureFinding['code']): boolean {
  return findings.some((finding) => finding.code === code);
}

interface BesideRedfish {
  readonly options: PostureOptions;
  readonly unchecked: UncheckedPosture[];
  readonly check: (name: string, run: () => Promise<readonly PostureFinding[]>) => Promise<void>;
}

/** What IPMI tells and gives to strangers, where Redfish is what we work over: the hole is as open. */
async function checkIpmiBeside(
  { host, username }: RedfishTarget,
  { options: { ipmiPort }, unchecked, check }: BesideRedfish,
  dependencies: BmcDependencies,
): Promise<void> {
  if (ipmiPort === undefined) {
    unchecked.push({ check: 'IPMI', why: 'No IPMI port was given.' });
    return;
  }
  const address = { host, port: ipmiPort };
  await check('IPMI', async () => judgeReachability(await probeReachable(address, dependencies)));
  await check('cipher suite 0', () => judgeCipherZero({ ...address, username }, dependencies));
}

function withLogin({ username }: BmcTarget, { registered }: PostureOptions): RegisteredUsers {
  const names = new Set([username, ...(registered?.names ?? [])]);
  return { ...registered, names };
}

async function judgeSuites(bmc: IpmiBmc): Promise<readonly PostureFinding[]> {
  const told = await bmc.control.cipherSuites();
  const weak = told.filter((suite) => !acceptableSuites.includes(suite));
  const findings: PostureFinding[] = [];
  if (weak.length > 0) {
    findings.push({
      code: 'weak-suites',
      severity: 'warning',
      what: `The BMC says that it offers cipher suites ${weak.join(', ')}, which leave passwords or sessions open.`,
      nextStep: 'Disable every suite but 17 (and 3, where a tool needs it) in the LAN settings of the BMC.',
    });
  }
  if (bmc.cipherSuite !== 17) {
    findings.push({
      code: 'no-suite-17',
      severity: 'notice',
      what: `The best suite that opened a session is ${bmc.cipherSuite}: it rests on ${bmc.cipherSuite === 3 ? 'SHA-1' : 'MD5'}.`,
      nextStep: 'Update the firmware, or switch suite 17 on.',
    });
  }
  return findings;
}

async function judgeSerial(bmc: IpmiBmc): Promise<readonly PostureFinding[]> {
  const { enabled, forceEncryption } = await bmc.control.serialSettings();
  if (enabled !== true || forceEncryption !== false) return [];
  return [
    {
      code: 'serial-unencrypted',
      severity: 'warning',
      what: 'Serial over LAN does not insist on encryption.',
      nextStep: 'Set “force payload encryption” in the SOL settings of the BMC.',
    },
  ];
}

async function judgeCipherZero(
  target: Pick<IpmiTarget, 'host' | 'port' | 'username'>,
  dependencies: BmcDependencies,
): Promise<readonly PostureFinding[]> {
  if ((await tryCipherZero(target, target.username, dependencies)) === 'refused') return [];
  return [
    {
      code: 'cipher-zero',
      severity: 'critical',
      what: 'Cipher suite 0 opens a session for anybody who knows a user name: no password is asked for.',
      nextStep:
        'Disable cipher suite 0 at once (ipmitool lan set <channel> cipher_privs), or cut the BMC off.',
    },
  ];
}

async function judgeDefaults(
  target: IpmiTarget,
  { tryDefaultCredentials = 0 }: PostureOptions,
  dependencies: BmcDependencies,
): Promise<readonly PostureFinding[]> {
  const findings: PostureFinding[] = [];
  for (const { username, password } of defaultCredentials.slice(
    0,
    Math.min(tryDefaultCredentials, mostDefaultTries),
  )) {
    const login = { ...target, username, password: new Secret(password), privilege: 'user' } as const;
    if ((await checkLogin(login, { ...dependencies, confirmRefusals: false })) === 'accepted') {
      findings.push(defaultLoginWorks(username));
    }
  }
  return findings;
}
