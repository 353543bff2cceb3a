import type { Clock, Timer } from '../../src/clock.ts';

export type PowerOperation = 'on' | 'off' | 'cycle' | 'reset' | 'soft-off' | 'diagnostic-interrupt';

/** How long the hardware takes, in milliseconds. A BMC answers before it has done what it was asked. */
export interface PowerDelays {
  readonly onMs: number;
  readonly offMs: number;
  readonly resetMs: number;
  /** Pause between off and on in a power cycle. */
  readonly cyclePauseMs: number;
  /** What the operating system needs to shut down. */
  readonly softOffMs: number;
}

export const defaultPowerDelays: PowerDelays = {
  onMs: 150,
  offMs: 150,
  resetMs: 50,
  cyclePauseMs: 800,
  softOffMs: 2_000,
};

/** What happened to the machine: tests count these to prove that an operation was done once. */
export interface PowerCounts {
  starts: number;
  stops: number;
  resets: number;
  diagnosticInterrupts: number;
}

export type PowerEvent = 'started' | 'stopped' | 'reset';

export interface PowerSupply {
  readonly isOn: boolean;
  readonly counts: Readonly<PowerCounts>;
  /** Whether the operating system shuts down when it is asked to; it may hang, as they do. */
  answersSoftOff: boolean;
  /** True when the operation makes sense now: a machine that is off can be neither reset nor cycled. */
  accepts(operation: PowerOperation): boolean;
  apply(operation: PowerOperation): void;
}

export interface PowerSupplyOptions {
  readonly clock: Clock;
  readonly delays: PowerDelays;
  readonly initialPower: 'on' | 'off';
  readonly onEvent: (event: PowerEvent) => void;
}

/** The mains side of one server. A new operation replaces one that is still on its way. */
export function createPowerSupply({ clock, delays, initialPower, onEvent }: PowerSupplyOptions): PowerSupply {
  let on = initialPower === 'on';
  let pending: Timer | undefined;
  const counts: PowerCounts = { starts: 0, stops: 0, resets: 0, diagnosticInterrupts: 0 };

  function later(delayMs: number, run: () => void): void {
    pending?.cancel();
    pending = clock.after(delayMs, run);
  }

  function start(): void {
    if (on) return;
    on = true;
    counts.starts += 1;
    onEvent('started');
  }

  function stop(): void {
    if (!on) return;
    on = false;
    counts.stops += 1;
    onEvent('stopped');
  }

  function reset(): void {
    if (!on) return;
    counts.resets += 1;
    onEvent('reset');
  }

  function cycle(): void {
    stop();
    later(delays.cyclePauseMs, start);
  }

  const supply: PowerSupply = {
    get isOn() {
      return on;
    },
    counts,
    answersSoftOff: true,
    accepts: (operation) => on || operation === 'on' || operation === 'off',
    apply(operation) {
      if (!supply.accepts(operation)) return;
      switch (operation) {
        case 'on':
          return later(delays.onMs, start);
        case 'off':
          return later(delays.offMs, stop);
        case 'cycle':
          return later(delays.offMs, cycle);
        case 'reset':
          return later(delays.resetMs, reset);
        case 'soft-off':
          return supply.answersSoftOff ? later(delays.softOffMs, stop) : undefined;
        case 'diagnostic-interrupt':
          counts.diagnosticInterrupts += 1;
      }
    },
  };
  return supply;
}
