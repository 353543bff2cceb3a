import type { PowerState } from '@postern/bmc';
import type { PowerOperation } from '@postern/domain';

/** What was seen so far of a server that was told something. Pure; times are milliseconds since the command. */
export interface PowerWatch {
  /** What the next reading means. */
  see(state: PowerState, elapsedMs: number): 'wait' | 'reached' | 'gave-up';
}

export const powerPollMs = 300;
/** Hardware does what it is told within seconds; 30 s without it is a failure. */
const hardwareLimitMs = 30_000;
/** A power cycle whose dark phase fell between two readings is taken for done after this. */
const unseenCycleMs = 6_000;

export function watchPower(
  operation: Exclude<PowerOperation, 'soft-restart'>,
  limitMs = hardwareLimitMs,
): PowerWatch {
  let wasOff = false;

  function isReached(state: PowerState, elapsedMs: number): boolean {
    switch (operation) {
      case 'on':
      case 'reset':
        return state === 'on';
      case 'off':
      case 'soft-off':
        return state === 'off';
      case 'cycle':
        return state === 'on' && (wasOff || elapsedMs >= unseenCycleMs);
    }
  }

  return {
    see(state, elapsedMs) {
      wasOff ||= state === 'off';
      if (isReached(state, elapsedMs)) return 'reached';
      return elapsedMs >= limitMs ? 'gave-up' : 'wait';
    },
  };
}
