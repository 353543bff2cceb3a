import type { BmcProfileShown } from '@postern/domain/bmc/onboarding';

export interface ProfileLine {
  readonly label: string;
  readonly value: string;
}

const disabling: Readonly<Record<string, string>> = {
  works: 'stops the login',
  'no-effect': 'the login still works',
  refused: 'refused by the BMC',
};

const blanking: Readonly<Record<string, string>> = {
  deletes: 'clears the whole user',
  empties: 'clears the name only',
  'no-effect': 'changes nothing',
  refused: 'refused by the BMC',
};

const untested = 'not tried';

/** What the probe saw, line by line, in words. */
export function profileLines(
  { accounts }: BmcProfileShown,
  endsForeignSessions: boolean | null,
): readonly ProfileLine[] {
  const slots = accounts.maxSlots === undefined ? 'in slots' : `in ${accounts.maxSlots} slots`;
  return [
    { label: 'Users', value: accounts.model === 'slots' ? slots : 'under their names' },
    { label: 'Disabling', value: disabling[accounts.disable] ?? untested },
    ...(accounts.model === 'slots'
      ? [{ label: 'No access', value: disabling[accounts.noAccess] ?? untested }]
      : []),
    {
      label: accounts.model === 'slots' ? 'Empty name' : 'Removing',
      value: blanking[accounts.blankName] ?? untested,
    },
    { label: 'Live sessions', value: sessionWords(accounts) },
    { label: 'Foreign IPMI sessions', value: foreignWords(endsForeignSessions) },
    { label: 'Longest password', value: `${accounts.passwordBytes} bytes` },
  ];
}

function sessionWords({ endSession, sessionsSurvive }: BmcProfileShown['accounts']): string {
  const outlast =
    sessionsSurvive === 'survive'
      ? 'outlast their user'
      : sessionsSurvive === 'end'
        ? 'end with their user'
        : untested;
  if (endSession === 'by-handle') return `${outlast}; can be ended`;
  if (endSession === 'by-id') return `${outlast}; can be ended only by whoever carried them`;
  return endSession === 'refused' ? `${outlast}; cannot be ended` : outlast;
}

function foreignWords(ends: boolean | null): string {
  if (ends === null) return untested;
  return ends ? 'can be ended' : 'cannot be ended: direct access is not offered';
}
