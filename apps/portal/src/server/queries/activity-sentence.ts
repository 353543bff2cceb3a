import type { ActionKind, AuditEventType, BootDevice, PowerOperation } from '@postern/domain';
import { consoleCloseReasons } from '@postern/domain';

type Details = Readonly<Record<string, string | number | boolean | null>>;
type Words = string | ((details: Details, outcome: string) => string);

/**
 * What happened, in words that follow the actor's name. A type that a newer broker writes is shown by its name. The
 * first argument is text and not `AuditEventType` for that reason; the table below still has to name each known type.
 */
export function sentenceOf(type: string, outcome: string, details: Details): string {
  const words = entryOf<Words>(sentences, type);
  if (words === undefined) return type;
  return typeof words === 'string' ? words : words(details, outcome);
}

const sentences = {
  'grant.requested': (d) =>
    d.permanent === true ? 'gave permanent access' : `asked for access${lasting(d.durationSeconds)}`,
  'grant.approved': 'approved the request',
  'grant.declined': (d) => `declined the request${why(d.reason)}`,
  'grant.denied': (d) =>
    d.code === 'approval-timed-out'
      ? 'denied the request: nobody decided on it in time'
      : 'could not make the access',
  'grant.provisioning-started': 'started to make the access',
  'grant.activated': 'made the access and checked that it works',
  'grant.provisioning-failed': 'could not make the access, and is removing what was made of it',
  'grant.extended': (d) => `extended the access${by(d.bySeconds)}`,
  'grant.grace-requested': (d) =>
    d.seconds === 0
      ? 'wants open consoles to be cut at the end'
      : `wants an open console to go on after the end${lasting(d.seconds)}`,
  'grant.grace-started': (d) => `let an open console finish${lasting(d.seconds)}: the time was over`,
  'grant.review-due': (d) =>
    d.stage === 'passed'
      ? 'reminded that the review of the permanent access has passed'
      : 'reminded that the permanent access has to be reviewed soon',
  'grant.review-confirmed': (d) => `confirmed the permanent access${until(d.reviewAt)}`,
  'grant.end-requested': (d) => `ended the access${because(d.cause)}`,
  'grant.expired': 'ended the access: its time was over',
  'grant.revocation-overdue': 'could not remove the access in time, and keeps trying',
  'grant.revocation-page': 'could not remove the access for ten minutes, called somebody, and keeps trying',
  'grant.revoked': (d) =>
    d.databaseAway === true
      ? 'removed the account and checked that it is gone, while the database was away'
      : 'removed the account and checked that it is gone',
  'grant.password-revealed': 'looked at the password',
  'account.reserved': 'reserved an account',
  'account.orphan-removed': 'removed a leftover account',
  'account.appeared-during-grant': (d) =>
    `found that an account ${findingWords(d.what)} on the BMC during administrator access`,
  'account.finding-seen': 'looked at the accounts that appeared during administrator access',
  'grant.source-moved': (d) => `locked the access to ${addresses(d)}`,
  'relay.opened': (d) => `opened ${textOf(d.host)}:${d.port} for the access`,
  'relay.closed': (d) => `closed the address of the access, after ${d.datagrams} datagrams`,
  'account.foreign-found': 'found an account on the BMC that nobody registered',
  'account.foreign-changed': (d) =>
    `found that an account on the BMC, which nobody registered, ${entryOf(reportWords, d.report) ?? 'has changed'}`,
  'account.adopted': 'registered an account on the BMC as known',
  'account.ignored': 'set an account on the BMC aside until it changes',
  'account.removed': 'removed an account from the BMC and checked that it is gone',
  'action.requested': (d) => `asked to ${actionWords(d)}`,
  'action.finished': (d, outcome) => `${finished(d, outcome)}: ${actionWords(d)}`,
  'console.ticket-issued': (d) => `asked for the ${consoleWords(d)}`,
  'console.opened': (d) => `opened the ${consoleWords(d)}`,
  'console.closed': (d) => `closed the ${consoleWords(d)}${closing(d.reason)}`,
  'console.refused': (d) => `was refused the ${consoleWords(d)}`,
  'user.signed-in': 'signed in',
  'user.sign-in-refused': 'was refused at the sign-in',
  'user.signed-out': 'signed out',
  'user.sessions-ended': (d) =>
    d.sessions === 1
      ? 'ended another sign-in of their own'
      : `ended ${d.sessions} other sign-ins of their own`,
  'user.password-changed': 'changed their password',
  'user.second-factor-added': 'added a second factor to their sign-in',
  'user.second-factor-removed': (d) => `removed the second factor of ${name(d, 'a person')}${why(d.reason)}`,
  'user.recovery-code-used': (d) => `used a recovery code up: ${d.left} left`,
  'user.proof-refused': (d) =>
    `typed a wrong ${d.what === 'code' ? 'code' : 'password'} where their own was asked for again`,
  'user.created': (d) => `added ${name(d, 'a person')}`,
  'user.disabled': (d) => `disabled ${name(d, 'a person')}`,
  'user.enabled': (d) => `enabled ${name(d, 'a person')}`,
  'organisation.created': (d) => `added the organisation ${name(d, '')}`.trimEnd(),
  'organisation.suspended': 'suspended the organisation',
  'organisation.resumed': 'resumed the organisation',
  'organisation.policy-changed': 'changed the access policy of the organisation',
  'server.created': 'added the server',
  'server.updated': 'changed what is noted of the server',
  'server.reassigned': 'gave the server to another organisation',
  'server.handed-over': (_d, outcome) =>
    outcome === 'ok'
      ? 'handed the server over: what was there before is cleared and checked'
      : 'could not hand the server over yet, and keeps trying',
  'server.hand-over-requested': 'asked for the server to be cleared',
  'server.hand-over-overridden': 'let access begin although the server was not cleared',
  'server.policy-changed': 'changed the access policy of the server',
  'access.blocked': (d) => `blocked new access${blockWords(d.kind)}${why(d.reason)}`,
  'access.unblocked': (d) => `lifted the block${blockWords(d.kind)}`,
  'bmc.created': 'set the BMC up',
  'bmc.updated': 'changed the BMC',
  'bmc.credential-replaced': (d) =>
    d.kind === 'screen' ? 'replaced the stored screen password' : 'replaced the stored BMC login',
  'bmc.rotation-started': 'started to replace the BMC login',
  'bmc.credential-rotated': 'replaced the BMC login and checked that the old one is refused',
  'bmc.rotation-failed': 'could not replace the BMC login',
  'bmc.login-frozen': 'stopped logging in to the BMC: too many logins were refused',
  'bmc.certificate-changed': 'met another certificate than the pinned one, and sent nothing',
  'bmc.certificate-accepted': 'accepted the certificate of the BMC',
  'site.created': (d) => `added the site ${name(d, '')}`.trimEnd(),
  'site.access-path-changed': (d) =>
    d.path === 'direct'
      ? `lets tools reach the BMCs of ${name(d, 'a site')} directly`
      : `lets brokers carry IPMI to the BMCs of ${name(d, 'a site')}`,
  'site.policy-changed': (d) => `changed the access policy of ${name(d, 'a site')}`,
  'site.rotation-scheduled': (d) =>
    typeof d.everyDays === 'number'
      ? `set the BMC logins of ${name(d, 'a site')} to be replaced every ${d.everyDays} days`
      : `set the BMC logins of ${name(d, 'a site')} to be replaced on request only`,
  'site.help-changed': (d) => `changed whom people of ${name(d, 'a site')} ask for hands`,
  'site.observation-begun': (d) =>
    d.cause === 'database-restored'
      ? `found an older database than it knew: nothing is written to a BMC of ${name(d, 'the site')}`
      : `put ${name(d, 'a site')} on hold: nothing is written to its BMCs`,
  'site.observation-confirmed': (d) => `confirmed what is to be written to the BMCs of ${name(d, 'a site')}`,
  'broker.break-glass-used': (d) =>
    `saw the break-glass command used by ${textOf(d.person)}: ${textOf(d.reason)}`,
  'audit.exported': (d) => `downloaded the audit log as ${d.format === 'csv' ? 'CSV' : 'JSON Lines'}`,
  'audit.verified': (_d, outcome) =>
    outcome === 'ok' ? 'verified the audit log: intact' : 'verified the audit log: NOT intact',
} as const satisfies Record<AuditEventType, Words>;

function addresses({ ipv4, ipv6 }: Details): string {
  return [ipv4, ipv6].filter((address) => typeof address === 'string').join(' and ') || 'no address';
}

function finished(details: Details, outcome: string): string {
  if (outcome === 'ok') return 'did it';
  return details.state === 'unknown' ? 'sent it and got no answer' : 'could not do it';
}

const powerWords: Record<PowerOperation, string> = {
  on: 'power on',
  'soft-restart': 'restart through the operating system',
  reset: 'force a restart',
  cycle: 'power cycle',
  'soft-off': 'shut down through the operating system',
  off: 'force power off',
};

const bootWords: Record<BootDevice, string> = {
  none: 'start as usual',
  disk: 'start from disk',
  pxe: 'start from the network',
  cd: 'start from CD',
  'bios-setup': 'start into the BIOS setup',
};

const bmcWords: Record<Exclude<ActionKind, 'power' | 'boot'>, string> = {
  'bmc-test': 'test the BMC',
  'bmc-reset': 'restart the BMC',
  'bmc-detect': 'find out what a BMC speaks',
  'bmc-probe': 'probe the BMC',
  'bmc-posture': 'look at the safety of the BMC',
  'remove-account': 'remove a BMC user',
  'hand-over': 'hand the server over',
  'rotate-credential': 'replace the BMC login',
};

function actionWords(details: Details): string {
  if (details.kind === 'power') {
    return entryOf(powerWords, details.operation) ?? 'switch the power';
  }
  if (details.kind === 'boot') {
    // The broker notes what was asked for as `operation`, whatever the kind.
    const device = details.device ?? details.operation;
    const words = entryOf(bootWords, device) ?? 'set the boot device';
    if (device === 'none' || details.persistent === undefined) return words;
    return `${words} ${details.persistent === true ? 'always' : 'once'}`;
  }
  return entryOf(bmcWords, details.kind) ?? 'do something on the BMC';
}

const reportWords: Readonly<Record<string, string>> = {
  'gained-rights': 'has more rights than before',
  enabled: 'was enabled',
};

function consoleWords(details: Details): string {
  return details.kind === 'serial' ? 'serial console' : 'console';
}

function closing(reason: Details[string] | undefined): string {
  // "closed the console" says it already.
  if (reason === 'viewer-left') return '';
  const known = entryOf<{ readonly sentence: string }>(consoleCloseReasons, reason);
  return known === undefined ? '' : `: ${known.sentence}`;
}

const causeWords: Readonly<Record<string, string>> = {
  'organisation-suspended': ': the organisation was suspended',
  'user-disabled': ': the person was disabled',
  'server-reassigned': ': the server changed hands',
  'server-blocked': ': the server was blocked',
  'database-away': ': its site could not reach the database',
  'break-glass': ': removed by hand at the broker',
};

const blockedBecause: Readonly<Record<string, string>> = {
  unpaid: ' (unpaid)',
  abuse: ' (abuse)',
  'being-reinstalled': ' (being reinstalled)',
};

function blockWords(kind: Details[string] | undefined): string {
  return entryOf(blockedBecause, kind) ?? '';
}

function why(reason: Details[string] | undefined): string {
  return typeof reason === 'string' && reason !== '' ? `: ${reason}` : '';
}

const findings: Readonly<Record<string, string>> = {
  appeared: 'appeared',
  'gained-rights': 'gained rights',
  enabled: 'was enabled',
};

function findingWords(what: Details[string] | undefined): string {
  return entryOf(findings, what) ?? 'changed';
}

function until(at: Details[string] | undefined): string {
  return typeof at === 'string' ? ` until ${at.slice(0, 10)}` : '';
}

function because(cause: Details[string] | undefined): string {
  return entryOf(causeWords, cause) ?? '';
}

function lasting(seconds: Details[string] | undefined): string {
  return typeof seconds === 'number' ? ` for ${spanWords(seconds)}` : '';
}

function by(seconds: Details[string] | undefined): string {
  return typeof seconds === 'number' ? ` by ${spanWords(seconds)}` : '';
}

function textOf(detail: Details[string] | undefined): string {
  return typeof detail === 'string' ? detail : 'unknown';
}

function name(details: Details, otherwise: string): string {
  return typeof details.name === 'string' ? details.name : otherwise;
}

function spanWords(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}

/** A table's own entry. The key comes from a stored row, and every object has a `constructor`. */
function entryOf<Value>(table: Readonly<Record<string, Value>>, key: unknown): Value | undefined {
  return typeof key === 'string' && Object.hasOwn(table, key) ? table[key] : undefined;
}
