import type { HardwarePart, HardwareReadingRow } from '@postern/database';
import type { HardwareStateShape } from '../shapes/hardware.ts';

const missing: Record<HardwarePart, string> = {
  inventory: 'This BMC keeps no inventory.',
  sensors: 'This BMC tells of no sensors.',
  'event-log': 'This BMC keeps no event log that can be read from here.',
};

/** What stands in the way, for people who cannot do anything about most of it. Codes are the broker's. */
const problems: Readonly<Record<string, string>> = {
  unreachable: 'The BMC does not answer.',
  'auth-failed': 'The BMC refuses the login that Postern holds. Support has to correct it.',
  'login-frozen': 'Too many logins were refused, so none is tried for a while. Support has to look at it.',
  'credential-missing': 'No login is stored for this BMC. Support has to enter it.',
  'credential-unreadable': 'The stored login of this BMC cannot be opened. Support has to enter it again.',
  'privilege-refused': 'The login that Postern holds may not read this. Support has to look at it.',
  'certificate-changed': 'The BMC shows another certificate than the known one. Support has to look at it.',
  'password-change-required': 'The BMC wants the stored password changed first. Support has to do it.',
  'no-session-slot': 'The BMC has no room for one more session. Postern tries again.',
  'too-slow': 'The BMC took longer than a minute, so the reading was given up. Postern tries again.',
  busy: 'The BMC is busy. Postern tries again.',
};

export function hardwareStateOf(part: HardwarePart, row: HardwareReadingRow | null): HardwareStateShape {
  if (row === null) return { readAt: null, failingSince: null, problem: null, offered: true };
  const { readAt, failingSince, errorCode } = row;
  const offered = errorCode !== 'not-supported';
  return { readAt, failingSince, problem: problemOf(part, errorCode), offered };
}

function problemOf(part: HardwarePart, code: string | null): string | null {
  if (code === null) return null;
  if (code === 'not-supported') return missing[part];
  return Object.hasOwn(problems, code)
    ? (problems[code] ?? null)
    : 'The BMC could not be read. Postern tries again.';
}
