interface DurationPolicy {
  readonly minDurationSeconds: number;
  readonly defaultDurationSeconds: number;
  readonly maxDurationSeconds: number;
}

const usualSeconds = [300, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400, 604_800];

/** Durations to choose from, in seconds: the usual ones that the policy allows, its own limits and its default. */
export function durationChoices(policy: DurationPolicy): number[] {
  const { minDurationSeconds, defaultDurationSeconds, maxDurationSeconds } = policy;
  const inside = usualSeconds.filter((each) => each > minDurationSeconds && each < maxDurationSeconds);
  const all = new Set([minDurationSeconds, ...inside, defaultDurationSeconds, maxDurationSeconds]);
  return [...all].sort((a, b) => a - b);
}
