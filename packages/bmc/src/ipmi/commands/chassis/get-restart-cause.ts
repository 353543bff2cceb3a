import { defineCommand, NetFn, noRequest } from '../command.ts';

const causes = [
  'unknown',
  'chassis power control command',
  'reset via pushbutton',
  'power-up via pushbutton',
  'watchdog expired',
  'OEM',
  'power-up due to always-restore power policy',
  'power-up due to restore-previous power policy',
  'reset via PEF',
  'power-cycle via PEF',
  'soft reset',
  'power-up via RTC wakeup',
] as const;

/** Get System Restart Cause, IPMI 2.0 §28.11. Codes beyond the table read as `unknown`. */
export const getRestartCause = defineCommand<void, { readonly cause: string }>({
  name: 'Get System Restart Cause',
  netFn: NetFn.chassis,
  code: 0x07,
  effect: 'read',
  encode: noRequest,
  decode: (reader) => ({ cause: causes[reader.u8('restart cause') & 0x0f] ?? 'unknown' }),
});
