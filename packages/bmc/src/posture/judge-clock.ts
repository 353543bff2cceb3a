import type { PostureFinding } from './finding.ts';

const toleranceSeconds = 300;

/** The BMC's clock by the caller's. Pure. */
export function judgeClock(seconds: number, now: Date): readonly PostureFinding[] {
  const off = Math.round(seconds - now.getTime() / 1000);
  if (Math.abs(off) <= toleranceSeconds) return [];
  return [
    {
      code: 'clock-off',
      severity: 'notice',
      what: `The BMC’s clock is ${Math.abs(off)} seconds ${off < 0 ? 'behind' : 'ahead'}, or not in UTC: times of its events mislead.`,
      nextStep: 'Give it a time server.',
    },
  ];
}
