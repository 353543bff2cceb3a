import type { Reachability } from '../ipmi/probe-reachable.ts';
import type { PostureFinding } from './finding.ts';

/** What a BMC tells every stranger. Pure. */
export function judgeReachability(told: Reachability): readonly PostureFinding[] {
  const findings: PostureFinding[] = [];
  const add = (is: boolean, finding: PostureFinding) => void (is && findings.push(finding));
  add(told.ipmi15Types.length > 0, {
    code: 'ipmi-15',
    severity: told.ipmi15Types.some((type) => type !== 'MD5' && type !== 'OEM') ? 'critical' : 'warning',
    what: `IPMI 1.5 logins are on (${told.ipmi15Types.join(', ')}): nothing of them is encrypted.`,
    nextStep: 'Disable IPMI 1.5 for every privilege level in the LAN settings of the BMC.',
  });
  add(told.anonymousLogin, {
    code: 'anonymous-login',
    severity: 'critical',
    what: 'A login without a name and without a password is on.',
    nextStep: 'Give user 1 a password, or disable him.',
  });
  add(told.nullUsernames && !told.anonymousLogin, {
    code: 'null-user',
    severity: 'warning',
    what: 'A login without a name is on.',
    nextStep: 'Disable user 1, or give him a name.',
  });
  add(told.perMessageAuthenticationOff, {
    code: 'per-message-authentication-off',
    severity: 'critical',
    what: 'After a login, commands are taken without authentication: a session can be taken over.',
    nextStep: 'Switch per-message authentication on (Set Channel Access).',
  });
  add(told.userLevelAuthenticationOff, {
    code: 'user-level-authentication-off',
    severity: 'warning',
    what: 'Commands of USER level are taken without authentication.',
    nextStep: 'Switch user-level authentication on (Set Channel Access).',
  });
  add(told.supportsIpmi20 && !told.needsKg, {
    code: 'no-bmc-key',
    severity: 'notice',
    what: 'No K_g is set. It keys sessions besides the password; it does not protect against guessing passwords.',
    nextStep: 'Set one where every tool of yours can be given it.',
  });
  return findings;
}
