import { defineCommand, NetFn } from '../command.ts';

/**
 * Add SEL Entry, IPMI 2.0 §31.6. `entry` is 16 bytes; the BMC gives record id and time. Sent once: a repeat adds a second
 * entry.
 */
export const addSelEntry = defineCommand<{ readonly entry: Uint8Array }, { readonly recordId: number }>({
  name: 'Add SEL Entry',
  netFn: NetFn.storage,
  code: 0x44,
  effect: 'write',
  repeatable: false,
  encode(request, writer) {
    writer.bytes(request.entry);
  },
  decode: (reader) => ({ recordId: reader.u16('record id') }),
});
