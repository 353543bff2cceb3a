export const durationUnits = ['seconds', 'minutes', 'hours', 'days'] as const;
export type DurationUnit = (typeof durationUnits)[number];

/** A duration as it stands in a form. */
export interface DurationDraft {
  readonly amount: string;
  readonly unit: DurationUnit;
}

const secondsPer: Record<DurationUnit, number> = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400 };

/** A number of whole seconds in the largest unit in which it is whole. */
export function durationDraftOf(seconds: number): DurationDraft {
  if (seconds === 0) return { amount: '0', unit: 'minutes' };
  const unit = [...durationUnits].reverse().find((each) => seconds % secondsPer[each] === 0) ?? 'seconds';
  return { amount: String(seconds / secondsPer[unit]), unit };
}

/** Whole seconds, `least` or more, or `null` for what is no duration. A comma serves as a decimal point. */
export function readDuration({ amount, unit }: DurationDraft, least = 1): number | null {
  const text = amount.trim().replace(',', '.');
  if (!/^\d{1,6}(\.\d{1,3})?$/.test(text)) return null;
  const seconds = Math.round(Number(text) * secondsPer[unit]);
  return seconds >= least ? seconds : null;
}
