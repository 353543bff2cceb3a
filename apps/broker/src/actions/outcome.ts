import type { Failure } from '../failure.ts';

/** How an action ended, as its row will say. */
export type ActionOutcome =
  | { readonly state: 'succeeded'; readonly result: ActionResult }
  | { readonly state: 'failed'; readonly failure: Failure; readonly result?: ActionResult }
  /** Sent, and the answer is lost: what became of it is told by the readings, never by sending again. */
  | { readonly state: 'unknown'; readonly failure: Failure; readonly result?: ActionResult };

/** Plain JSON, shown to people. */
export type ActionResult = Readonly<Record<string, unknown>>;
