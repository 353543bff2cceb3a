export const noticeMinutes = [10, 5, 1] as const;

/** Which notice of the coming end stands now: the smallest that is not over yet; `undefined`: there is time, or none left. */
export function endNoticeAt(secondsLeft: number): (typeof noticeMinutes)[number] | undefined {
  if (secondsLeft <= 0) return undefined;
  return noticeMinutes.findLast((minutes) => secondsLeft <= minutes * 60);
}

export function endNoticeText(minutes: (typeof noticeMinutes)[number]): string {
  return minutes === 1 ? 'Access ends in less than a minute' : `Access ends in less than ${minutes} minutes`;
}
