import type { Timing } from '../../timing.ts';
import type { Command } from '../commands/command.ts';

/** Milliseconds to wait after each transmission; its length is the number of transmissions. */
export type RetryPlan = readonly number[];

/**
 * Reads and repeatable writes are sent again with growing waits. What must not happen twice is sent once,
 * with one long wait. Repeatable writes start slower: a repeat of Set User Name that overtakes the first
 * made the next command fail on real firmware.
 */
export function retryPlan(command: Command<never, unknown>, timing: Timing): RetryPlan {
  if (!command.repeatable) return [timing.sendOnceTimeoutMs];
  const first = command.effect === 'write' ? timing.commandTimeoutMs * 2 : timing.commandTimeoutMs;
  return growing(first, timing.timeoutStepMs, timing.commandAttempts);
}

/** `count` waits, each longer than the one before. */
export function growing(firstMs: number, stepMs: number, count: number): RetryPlan {
  return Array.from({ length: count }, (_, index) => firstMs + index * stepMs);
}
