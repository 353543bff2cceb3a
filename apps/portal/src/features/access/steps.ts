import { provisioningSteps, revocationSteps } from '@postern/domain/grants/lifecycle';
import type { Step, StepState } from '@postern/ui';
import { provisioningWords, revocationWords } from './words.ts';

/** The ticks of access being made. `step` is the one that runs; `null`: it still waits for a broker. */
export function makingSteps(step: string | null): Step[] {
  const at = (provisioningSteps as readonly (string | null)[]).indexOf(step);
  return provisioningSteps.map((each, index) => ({
    key: each,
    label: provisioningWords[each],
    state: stateAt(index, at),
  }));
}

/** The ticks of an account being removed. */
export function endingSteps(step: string | null): Step[] {
  const at = (revocationSteps as readonly (string | null)[]).indexOf(step);
  return revocationSteps.map((each, index) => ({
    key: each,
    label: revocationWords[each],
    state: stateAt(index, at),
  }));
}

function stateAt(index: number, at: number): StepState {
  if (at === -1) return 'waiting';
  if (index === at) return 'running';
  return index < at ? 'done' : 'waiting';
}
