import type { Clock } from '../../src/clock.ts';
import { backgroundClock } from '../clock.ts';
import { createMachine, type Machine } from '../machine/machine.ts';
import { type BootOptions, createBootOptions } from './boot-options.ts';
import { createHardware, type Hardware } from './hardware.ts';
import {
  createPowerSupply,
  defaultPowerDelays,
  type PowerDelays,
  type PowerEvent,
  type PowerSupply,
} from './power-supply.ts';
import { createUserTable, type InitialUser, type UserTable } from './user-table.ts';

/**
 * One rented server as it really is. The virtual BMC and the virtual screen are two windows on it;
 * tests look at it, and change it, behind their backs.
 */
export interface ServerModel {
  readonly name: string;
  readonly power: PowerSupply;
  readonly boot: BootOptions;
  readonly users: UserTable;
  /** The computer itself: what runs, what is on its screen and its serial line. */
  readonly machine: Machine;
  /** Sensors, event log and serial numbers. */
  readonly hardware: Hardware;
  /** Seconds for which the identify light burns; `Infinity` when it was forced on. */
  identifySeconds: number;
}

export interface ServerModelOptions {
  readonly name: string;
  readonly slots: number;
  readonly users: readonly InitialUser[];
  readonly initialPower?: 'on' | 'off';
  readonly powerDelays?: Partial<PowerDelays>;
  readonly clock?: Clock;
}

/** A server that is `on` from the beginning has been running for a while: it shows its prompt. */
export function createServerModel(options: ServerModelOptions): ServerModel {
  const { name, initialPower = 'off', clock = backgroundClock } = options;
  const boot = createBootOptions();
  const machine = createMachine({ name, clock, running: initialPower === 'on', onRequest });
  const power = createPowerSupply({
    clock,
    initialPower,
    delays: { ...defaultPowerDelays, ...options.powerDelays },
    onEvent(event) {
      logPower(event);
      if (event === 'stopped') machine.stop();
      else machine.start(boot.takeDevice());
    },
  });

  function onRequest(request: 'restart' | 'power-off'): void {
    power.apply(request === 'restart' ? 'reset' : 'off');
  }

  /** System ACPI power state (22h): 0 working, 5 off; a reset is the system event of 12h. */
  function logPower(event: PowerEvent): void {
    const [sensorType, offset] = event === 'reset' ? [0x12, 0x01] : [0x22, event === 'started' ? 0x00 : 0x05];
    hardware.addEvent({ sensorType, sensorNumber: 0x50, eventType: 0x6f, data: [offset, 0xff, 0xff] });
  }

  const hardware = createHardware(name, clock, () => power.isOn);
  return {
    name,
    hardware,
    power,
    boot,
    machine,
    users: createUserTable(options.slots, options.users),
    identifySeconds: 0,
  };
}
