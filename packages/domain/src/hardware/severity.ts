export const severities = ['info', 'warning', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** Words that say that something is over, or was never the matter. */
const harmless = /\bdeasserted\b|\bnot exceeded\b|transition to ok\b|\bfully redundant$/i;

const critical =
  /non-recoverable|(?<!non-)\bcritical\b|uncorrectable|\bfatal\b|\bIERR\b|thermal trip|hardware failure|\bfailure detected\b|\bfault\b|machine check exception|\bAC lost\b|redundancy lost|insufficient resources|in failed array|\bFRB\d|\b[PS]ERR\b|critical stop|\bfailed\b|interlock power down|240VA|control failure|sensor failure|FRU failure/i;

const warning =
  /non-critical|predictive|degraded|correctable|throttled|config(uration)? error|intrusion|violation|non-redundant|log (almost )?full|limit (reached|exceeded)|performance lags|heartbeat lost|communication lost|unavailable|off-line|\berror\b|out-of-range|\blow$|watchdog|timer expired|incompatib|no bootable/i;

/**
 * How bad it is what a BMC says in the words of the IPMI tables, or of Redfish with its severity in front. A judgement by
 * words: what the tables do not know is taken for information.
 */
export function severityOfWords(words: string): Severity {
  const told = /^(critical|warning): /i.exec(words)?.[1]?.toLowerCase();
  if (told === 'critical' || told === 'warning') return told;
  if (harmless.test(words)) return 'info';
  if (critical.test(words)) return 'critical';
  return warning.test(words) ? 'warning' : 'info';
}

export function worst(all: readonly Severity[]): Severity {
  if (all.includes('critical')) return 'critical';
  return all.includes('warning') ? 'warning' : 'info';
}
