/**
 * A clock time for people: "15:42" today, "21 Nov, 15:42" on another day of this year, with the year otherwise.
 * With `seconds`, "15:42:01". All in `timeZone`.
 */
export function clockText(at: Date, now: Date, timeZone: string, seconds = false): string {
  const time = format(at, timeZone, {
    hour: '2-digit',
    minute: '2-digit',
    ...(seconds ? { second: '2-digit' } : {}),
  });
  const day = (date: Date) => format(date, timeZone, { year: 'numeric', month: '2-digit', day: '2-digit' });
  if (day(at) === day(now)) return time;
  const sameYear = day(at).slice(-4) === day(now).slice(-4);
  const date = format(at, timeZone, {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  });
  return `${date}, ${time}`;
}

/** The same instant for those who compare logs: "2026-11-21 15:42:01 UTC". */
export function utcText(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

function format(at: Date, timeZone: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, hourCycle: 'h23', ...options }).format(at);
}
