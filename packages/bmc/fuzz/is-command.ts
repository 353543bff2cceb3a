import type { Command } from '../src/ipmi/commands/command.ts';

/** Whether something that a module exports is one of the library's commands. */
export function isBmcCommand(value: unknown): value is Command<never, unknown> {
  return typeof value === 'object' && value !== null && 'decode' in value && 'netFn' in value;
}
