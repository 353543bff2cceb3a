import { defineCommand, NetFn } from '../command.ts';
import { maxUserNameLength } from './set-user-name.ts';

/** Get User Name, IPMI 2.0 §22.29. C9h, CBh and CCh stand for "no such slot or no name". */
export const getUserName = defineCommand<{ readonly slot: number }, { readonly name: string }>({
  name: 'Get User Name',
  netFn: NetFn.app,
  code: 0x46,
  effect: 'read',
  encode(request, writer) {
    writer.u8(request.slot);
  },
  decode: (reader) => ({ name: readName(reader.rest().subarray(0, maxUserNameLength)) }),
});

/** Up to the first NUL; bytes that do not print become U+FFFD, so that a name cannot move a cursor. */
function readName(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  const text = bytes.subarray(0, end === -1 ? bytes.length : end).toString('latin1');
  return Array.from(text, (character) => (/[\x20-\x7e]/.test(character) ? character : '\ufffd')).join('');
}
