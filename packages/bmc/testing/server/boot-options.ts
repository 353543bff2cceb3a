/** Devices of boot option parameter 5, by their code in bits 5:2 of byte 2 (IPMI 2.0 table 28-14). */
export const bootDeviceCodes = {
  none: 0,
  pxe: 1,
  disk: 2,
  'safe-mode': 3,
  diagnostics: 4,
  cd: 5,
  'bios-setup': 6,
  floppy: 15,
} as const;

export type BootDeviceName = keyof typeof bootDeviceCodes;

const VALID = 0x80;
const PERSISTENT = 0x40;
const UEFI = 0x20;

export interface BootFlags {
  readonly valid: boolean;
  readonly persistent: boolean;
  readonly uefi: boolean;
  readonly device: BootDeviceName;
}

/** Boot options of one server: the parameters as a BMC keeps them, and what they mean. */
export interface BootOptions {
  readonly flags: BootFlags;
  /** The bytes of one parameter, without the leading selector; `undefined` for one never written. */
  read(parameter: number): Buffer | undefined;
  write(parameter: number, bytes: Buffer): void;
  /** What this start boots from. A one-time choice is used up by asking. */
  takeDevice(): BootDeviceName;
}

/** Parameter 5 always exists with five bytes; 0 is "set in progress", 4 "boot info acknowledge". */
export function createBootOptions(): BootOptions {
  const parameters = new Map<number, Buffer>([
    [0, Buffer.alloc(1)],
    [3, Buffer.alloc(1)],
    [4, Buffer.from([0, 0])],
    [5, Buffer.alloc(5)],
  ]);

  function flags(): BootFlags {
    const [first = 0, second = 0] = parameters.get(5) ?? [];
    return {
      valid: (first & VALID) !== 0,
      persistent: (first & PERSISTENT) !== 0,
      uefi: (first & UEFI) !== 0,
      device: deviceName((second >> 2) & 0x0f),
    };
  }

  return {
    get flags() {
      return flags();
    },
    read: (parameter) => parameters.get(parameter),
    write(parameter, bytes) {
      parameters.set(parameter, Buffer.from(bytes));
    },
    takeDevice() {
      const { valid, persistent, device } = flags();
      if (!valid) return 'none';
      if (!persistent) parameters.set(5, Buffer.alloc(5));
      return device;
    },
  };
}

function deviceName(code: number): BootDeviceName {
  for (const [name, known] of Object.entries(bootDeviceCodes)) {
    if (known === code) return name as BootDeviceName;
  }
  return 'none';
}
