/** What every scenario of the proof is: one promise, and a way to try to break it. */
import type { Chance } from './parts/chance.ts';

export type Size = 'quick' | 'full';

export interface Trial {
  readonly size: Size;
  /** Everything that is left to chance comes from here: the same seed breaks the same things. */
  readonly chance: Chance;
  /** Progress, for somebody who watches. */
  say(text: string): void;
}

/** What was measured, by name, in the order in which it is to be read. */
export type Figures = Readonly<Record<string, number | string>>;

export interface Outcome {
  readonly figures: Figures;
  /** Each time that the promise was broken, in words. Empty: it held. */
  readonly violations: readonly string[];
}

export interface Scenario {
  readonly name: string;
  /** In one sentence. */
  readonly promise: string;
  run(trial: Trial): Promise<Outcome>;
}
