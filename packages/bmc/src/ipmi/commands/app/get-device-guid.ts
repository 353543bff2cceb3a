import { defineCommand, NetFn, noRequest } from '../command.ts';
import { type Guid, readGuid } from './guid.ts';

/** Get Device GUID, IPMI 2.0 §20.8: the BMC's own. */
export const getDeviceGuid = defineCommand<void, Guid>({
  name: 'Get Device GUID',
  netFn: NetFn.app,
  code: 0x08,
  effect: 'read',
  encode: noRequest,
  decode: readGuid,
});
