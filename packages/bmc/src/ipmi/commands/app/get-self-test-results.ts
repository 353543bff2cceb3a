import { defineCommand, NetFn, noRequest } from '../command.ts';

/** `not-implemented` is the BMC's own word (56h) for having no self test; `failed` names devices, not reasons. */
export interface SelfTestResults {
  readonly result: 'passed' | 'not-implemented' | 'failed' | 'fatal' | 'device-specific';
  /** What failed (57h only), from table 20-8. */
  readonly failures: readonly string[];
  /** Second byte as the BMC gave it. */
  readonly detail: number;
}

const failureBits = [
  'controller operational firmware corrupted',
  'controller update boot block firmware corrupted',
  'internal use area of BMC FRU corrupted',
  'SDR repository empty',
  'IPMB signal lines do not respond',
  'cannot access BMC FRU device',
  'cannot access SDR repository',
  'cannot access SEL device',
] as const;

/** Get Self Test Results, IPMI 2.0 §20.4. */
export const getSelfTestResults = defineCommand<void, SelfTestResults>({
  name: 'Get Self Test Results',
  netFn: NetFn.app,
  code: 0x04,
  effect: 'read',
  encode: noRequest,
  decode(reader) {
    const code = reader.u8('self test result');
    const detail = reader.u8('self test detail');
    const result = resultFor(code);
    const failures = result === 'failed' ? failureBits.filter((_, bit) => (detail & (1 << bit)) !== 0) : [];
    return { result, failures, detail };
  },
});

function resultFor(code: number): SelfTestResults['result'] {
  if (code === 0x55) return 'passed';
  if (code === 0x56) return 'not-implemented';
  if (code === 0x57) return 'failed';
  return code === 0x58 ? 'fatal' : 'device-specific';
}
