import type { PowerRestorePolicy } from '../../../capabilities.ts';
import { defineCommand, NetFn } from '../command.ts';

const policies = {
  'always-off': 0x00,
  previous: 0x01,
  'always-on': 0x02,
} as const satisfies Record<PowerRestorePolicy, number>;

/** Set Power Restore Policy, IPMI 2.0 §28.8: what the machine does when mains power comes back. */
export const setPowerRestorePolicy = defineCommand<{ readonly policy: PowerRestorePolicy }, void>({
  name: 'Set Power Restore Policy',
  netFn: NetFn.chassis,
  code: 0x06,
  effect: 'write',
  repeatable: true,
  encode(request, writer) {
    writer.u8(policies[request.policy]);
  },
  // The byte that follows says which policies exist; the completion code has said enough.
  decode: (reader) => void reader.rest(),
});
