import type { Clock, Timer } from '../../src/clock.ts';
import type { BootDeviceName } from '../server/boot-options.ts';
import { keysFromSerial, type MachineKey } from './keys.ts';
import {
  deadlineOf,
  type MachineEvent,
  type MachineState,
  runningState,
  stepMachine,
} from './machine-state.ts';
import { promptOf } from './terminal.ts';

/** The computer inside the case: it starts, shows things, and takes keys from screen and serial line. */
export interface Machine {
  readonly state: MachineState;
  start(device: BootDeviceName): void;
  stop(): void;
  pressKey(key: MachineKey): void;
  typeSerial(bytes: Buffer): void;
  /** Calls back with what the serial port sends. Returns the way to stop listening. */
  onSerial(listener: (text: string) => void): () => void;
  onChange(listener: () => void): () => void;
}

export interface MachineOptions {
  readonly name: string;
  readonly clock: Clock;
  readonly running: boolean;
  readonly onRequest: (request: 'restart' | 'power-off') => void;
}

/** The shell around `stepMachine`: it owns the timer to the next deadline and the listeners. */
export function createMachine({ name, clock, running, onRequest }: MachineOptions): Machine {
  let state: MachineState = running ? runningState(name, clock.now()) : { phase: 'off' };
  let timer: Timer | undefined;
  const serialListeners = new Set<(text: string) => void>();
  const changeListeners = new Set<() => void>();

  function handle(event: MachineEvent): void {
    const step = stepMachine(state, event, name, clock.now());
    const changed = step.state !== state;
    state = step.state;
    if (changed) waitForDeadline();
    if (step.serial !== undefined && step.serial !== '') {
      for (const listener of serialListeners) listener(step.serial);
    }
    if (changed) for (const listener of changeListeners) listener();
    if (step.request !== undefined) onRequest(step.request);
  }

  function waitForDeadline(): void {
    timer?.cancel();
    const deadlineMs = deadlineOf(state);
    timer = deadlineMs === undefined ? undefined : clock.after(deadlineMs - clock.now(), tick);
  }

  function tick(): void {
    const before = state;
    handle({ kind: 'tick' });
    // A timer may fire a fraction early: look again.
    if (state === before) waitForDeadline();
  }

  return {
    get state() {
      return state;
    },
    start: (device) => handle({ kind: 'start', device }),
    stop: () => handle({ kind: 'stop' }),
    pressKey: (key) => handle({ kind: 'key', from: 'screen', key }),
    typeSerial(bytes) {
      for (const key of keysFromSerial(bytes.toString('latin1')))
        handle({ kind: 'key', from: 'serial', key });
    },
    onSerial(listener) {
      serialListeners.add(listener);
      // What a terminal sees first on a running machine is its prompt, once somebody is there to see it.
      if (state.phase === 'prompt') queueMicrotask(() => listener(`\r\n${promptOf(name)}`));
      return () => serialListeners.delete(listener);
    },
    onChange(listener) {
      changeListeners.add(listener);
      return () => changeListeners.delete(listener);
    },
  };
}
