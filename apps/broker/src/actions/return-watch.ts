/** What was seen so far of a BMC that was told to restart. Pure; times are milliseconds since the command. */
export interface ReturnWatch {
  /** What the next look means: `unseen`: it was never seen away. */
  see(answers: boolean, elapsedMs: number): 'wait' | 'returned' | 'unseen' | 'gave-up';
}

/** A BMC that comes up answers, falls silent and answers again: one answer is not a return. */
const answersInARow = 2;

export function watchReturn(limits: { readonly returnMs: number; readonly unseenMs: number }): ReturnWatch {
  let wasAway = false;
  let answered = 0;
  return {
    see(answers, elapsedMs) {
      answered = answers ? answered + 1 : 0;
      wasAway ||= !answers;
      if (wasAway && answered >= answersInARow) return 'returned';
      if (!wasAway && elapsedMs >= limits.unseenMs) return 'unseen';
      return elapsedMs >= limits.returnMs ? 'gave-up' : 'wait';
    },
  };
}
