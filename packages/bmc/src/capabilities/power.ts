export type PowerState = 'on' | 'off';
/** `soft-off` asks the operating system (ACPI); `reset` is a hard reset; `cycle` is off, pause, on. */
export type PowerOperation = 'on' | 'off' | 'cycle' | 'reset' | 'soft-off';

export interface PowerControl {
  state(): Promise<PowerState>;
  /** Sends the operation once. A lost reply rejects with outcome `unknown` and is never resent blindly. */
  apply(operation: PowerOperation): Promise<void>;
}
