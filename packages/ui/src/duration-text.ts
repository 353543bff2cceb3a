/**
 * A duration in words: "58 min", "3 h 20 min", "2 days"; seconds only in the last minute. Rounded down, because
 * a promise of time must not be longer than the time.
 */
export function durationText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} days`;
}

/** How long ago: "now", "4 s ago", "12 min ago". Instants in the future (a clock slightly ahead) are "now". */
export function ageText(seconds: number): string {
  if (seconds < 2) return 'now';
  const hours = seconds / 3600;
  if (hours >= 2 && hours < 48) return `${Math.floor(hours)} h ago`;
  return `${durationText(seconds)} ago`;
}

const milestonesSeconds = [60, 300, 600] as const;

/**
 * The sentence to announce when the time left passes ten, five or one minute, else `undefined`. Between two
 * ticks that jump over several milestones only the nearest to the end is spoken.
 */
export function countdownAnnouncement(previousSeconds: number, seconds: number): string | undefined {
  if (seconds <= 0) return previousSeconds > 0 ? 'Time is over' : undefined;
  const passed = milestonesSeconds.find((milestone) => previousSeconds > milestone && seconds <= milestone);
  if (passed === undefined) return undefined;
  return passed === 60 ? '1 minute left' : `${passed / 60} minutes left`;
}
