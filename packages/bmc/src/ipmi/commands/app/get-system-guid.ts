import { defineCommand, NetFn, noRequest } from '../command.ts';
import { type Guid, readGuid } from './guid.ts';

/** Get System GUID, IPMI 2.0 §22.14: the machine's. */
export const getSystemGuid = defineCommand<void, Guid>({
  name: 'Get System GUID',
  netFn: NetFn.app,
  code: 0x37,
  effect: 'read',
  encode: noRequest,
  decode: readGuid,
});
