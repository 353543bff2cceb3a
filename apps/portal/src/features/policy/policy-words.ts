import type { GrantPolicy, GrantScope, PolicySource } from '@postern/domain';
import { durationText } from '@postern/ui';

type Name = keyof GrantPolicy;

/** What each value of a policy is called, and what it does. */
export const policyLabels: Record<Name, { readonly label: string; readonly hint: string }> = {
  minDurationSeconds: { label: 'Shortest access', hint: 'Nobody asks for less.' },
  defaultDurationSeconds: { label: 'Usual access', hint: 'Proposed when somebody asks.' },
  maxDurationSeconds: { label: 'Longest access', hint: 'Without an extension.' },
  maxTotalSeconds: { label: 'Longest with extensions', hint: 'Then new access has to be asked for.' },
  maxExtensions: { label: 'Extensions', hint: 'How often one access may be extended; 0: never.' },
  maxLiveGrants: {
    label: 'Servers at once',
    hint: 'On how many servers one tenant may have access at a time. On one server it is always one.',
  },
  graceSeconds: {
    label: 'Grace for open consoles',
    hint: 'How long an open console may go on after the end, if its tenant asks for it before; 0: it is cut.',
  },
  approvalTimeoutSeconds: {
    label: 'Time to approve',
    hint: 'A request that nobody has decided on by then is denied.',
  },
  accountPrivilege: { label: 'Privilege of accounts', hint: 'What the account may do on the BMC itself.' },
  approval: {
    label: 'Who allows a request',
    hint: 'The time of the access starts when it is ready, not before.',
  },
  scopes: {
    label: 'What access may be for',
    hint: 'A tenant chooses among these; offered where the server can do it.',
  },
  tellForeignAccounts: {
    label: 'Unknown BMC accounts',
    hint: 'Whether the tenant hears of accounts on his BMC that nobody registered.',
  },
};

export const scopeWords: Record<GrantScope, { readonly label: string; readonly hint: string }> = {
  view: { label: 'Look at the console', hint: 'See the screen or the serial console.' },
  console: { label: 'Use the console', hint: 'Type into it as well.' },
  power: { label: 'Power and boot', hint: 'Switch the server, choose what it starts from.' },
  media: { label: 'Virtual media', hint: 'Insert an image as a CD.' },
  account: {
    label: 'Account on the BMC',
    hint: 'User name and password, for ipmitool and the BMC’s own pages.',
  },
};

/** A value as people read it. */
export function policyValueText<N extends Name>(name: N, policy: Pick<GrantPolicy, N>): string {
  const value: unknown = policy[name];
  if (name === 'maxExtensions') return value === 0 ? 'none' : String(value);
  if (name === 'graceSeconds' && value === 0) return 'none';
  if (name === 'approval') return value === 'by-support' ? 'support decides' : 'automatic';
  if (Array.isArray(value))
    return value.map((scope: GrantScope) => inASentence(scopeWords[scope].label)).join(', ');
  if (typeof value === 'boolean') return value ? 'tenant is told' : 'only staff is told';
  return typeof value === 'number' && name.endsWith('Seconds') ? durationText(value) : String(value);
}

/** "from site Frankfurt". */
export function sourceText({ level, name }: PolicySource): string {
  const words = { site: 'site', organisation: 'tenant', server: 'server' } as const;
  return `from ${words[level]} ${name}`;
}

/** Names in it keep their capitals. */
function inASentence(label: string): string {
  return label.charAt(0).toLowerCase() + label.slice(1);
}
