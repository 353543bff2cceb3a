import { defineCommand, NetFn } from '../command.ts';

export interface SelErasure {
  readonly reservation: number;
  /** `start` erases, `progress` asks how far it is. */
  readonly step: 'start' | 'progress';
}

/** Clear SEL, IPMI 2.0 §31.9. C5h: the reservation is lost. */
export const clearSel = defineCommand<SelErasure, { readonly done: boolean }>({
  name: 'Clear SEL',
  netFn: NetFn.storage,
  code: 0x47,
  effect: 'write',
  repeatable: true,
  encode(request, writer) {
    writer.u16(request.reservation).bytes(Buffer.from('CLR', 'latin1'));
    writer.u8(request.step === 'start' ? 0xaa : 0x00);
  },
  decode: (reader) => ({ done: (reader.u8('erasure progress') & 0x0f) === 1 }),
});
