/** The review of a permanent grant is told of this long before its date. */
export const reviewSoonSeconds = 14 * 86_400;

export type ReviewStage = 'soon' | 'passed';

/** How near the review of a permanent grant is; `null`: not near, or there is none. */
export function reviewStageAt(reviewAt: Date | null, now: Date): ReviewStage | null {
  if (reviewAt === null) return null;
  const leftMs = reviewAt.getTime() - now.getTime();
  if (leftMs <= 0) return 'passed';
  return leftMs <= reviewSoonSeconds * 1000 ? 'soon' : null;
}
