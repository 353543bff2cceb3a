import { type BmcResetStep, bmcResetSteps } from '@postern/domain/actions/action';
import type { Step, Tone } from '@postern/ui';
import type { ActionShape } from '../../server/shapes/action.ts';
import { testSentence, testStepsOf } from '../servers-admin/test-steps.ts';

type RecoveryAction = Pick<ActionShape, 'parameters' | 'state' | 'test' | 'restart' | 'error' | 'sentAt'>;

export function isRecovery({ parameters }: Pick<ActionShape, 'parameters'>): boolean {
  return parameters.kind === 'bmc-test' || parameters.kind === 'bmc-reset';
}

const labels: Record<BmcResetStep, string> = {
  restart: 'Restart',
  return: 'Back again',
  accounts: 'Accounts',
};

const waiting: Partial<Record<BmcResetStep, string>> = {
  return: 'Waiting for the BMC. Most take one to five minutes.',
  accounts: 'Comparing its accounts with those that should be there.',
};

const outcomes = { passed: 'done', failed: 'failed', skipped: 'skipped' } as const;

/** The steps of a test or a restart as far as they have come: what is known, then what runs, then what waits. */
export function recoverySteps(action: RecoveryAction): Step[] {
  if (action.parameters.kind === 'bmc-test') return testStepsOf(action);
  const ticks = action.restart?.steps ?? [];
  return bmcResetSteps.map((key, place) => {
    const tick = ticks.find(({ step }) => step === key);
    const label = labels[key];
    if (tick !== undefined) return { key, label, state: outcomes[tick.outcome], detail: tick.detail };
    if (action.state !== 'running' || place !== ticks.length) return { key, label, state: 'waiting' };
    const detail = waiting[key];
    return { key, label, state: 'running', ...(detail === undefined ? {} : { detail }) };
  });
}

/** How it stands, in a sentence. */
export function recoverySentence(action: RecoveryAction): string {
  if (action.parameters.kind === 'bmc-test') return testSentence(action);
  switch (action.state) {
    case 'requested':
      return 'Waiting for a broker of the site to restart the BMC.';
    case 'running':
      return action.sentAt === null ? 'Connecting to the BMC.' : 'The BMC restarts.';
    case 'succeeded':
      return 'The BMC is back.';
    case 'failed':
      return action.restart === null
        ? (action.error?.sentence ?? 'The restart could not be made.')
        : 'Stopped at the step that failed.';
    case 'unknown':
      return 'The broker was lost while the BMC restarted. Test it to see how it is.';
  }
}

export function recoveryState({ parameters, state }: RecoveryAction): {
  readonly tone: Tone;
  readonly word: string;
} {
  const kind = parameters.kind === 'bmc-test' ? 'test' : 'restart';
  switch (state) {
    case 'requested':
      return { tone: 'accent', word: `${kind} waits` };
    case 'running':
      return { tone: 'accent', word: `${kind} runs` };
    case 'succeeded':
      return { tone: 'ok', word: kind === 'test' ? 'test passed' : 'restarted' };
    case 'failed':
      return { tone: 'danger', word: `${kind} failed` };
    case 'unknown':
      return { tone: 'warn', word: `${kind} broken off` };
  }
}
