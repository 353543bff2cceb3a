export type BootDevice = 'none' | 'disk' | 'pxe' | 'cd' | 'bios-setup';

export interface BootOverride {
  readonly device: BootDevice;
  readonly persistent: boolean;
  readonly firmware: 'legacy' | 'uefi';
}

export interface BootControl {
  /** What the BMC says it will do at the next start, `device: 'none'` when nothing is pending. */
  read(): Promise<BootOverride>;
  /** Writes and reads back; returns what the BMC holds afterwards, which may be less than was asked. */
  write(override: BootOverride): Promise<BootOverride>;
}
