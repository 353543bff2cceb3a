/** Activate and Deactivate Payload for serial over LAN, IPMI 2.0 §24.1 and §24.2. */
import { defineCommand, NetFn, noResponse } from '../command.ts';

const solPayloadType = 0x01;
const instance = 0x01;
const encryptAndAuthenticate = 0xc0;

/** Completion codes of Activate Payload, table 24-2. */
export const ActivatePayloadCode = {
  alreadyActive: 0x80,
  disabled: 0x81,
  limitReached: 0x82,
} as const;

/** Completion code of Deactivate Payload: nothing was active. */
export const payloadAlreadyDeactivated = 0x80;

export interface ActivatedPayload {
  /** Largest payload the BMC takes, its 4 bytes of head included. Often wrong, so callers clamp it. */
  readonly inboundSize: number;
}

/** Sent once: a repeat after a lost reply would find our own activation and look like somebody else's. */
export const activateSolPayload = defineCommand<void, ActivatedPayload>({
  name: 'Activate Payload',
  netFn: NetFn.app,
  code: 0x48,
  effect: 'write',
  repeatable: false,
  encode(_request, writer) {
    writer.u8(solPayloadType).u8(instance).u8(encryptAndAuthenticate).zeros(3);
  },
  decode(reader) {
    reader.skip(4, 'auxiliary data');
    const inboundSize = reader.u16('inbound payload size');
    // The outbound size and the port that follow are wrong on many BMCs; we stay on the port we use.
    return { inboundSize };
  },
});

export const deactivateSolPayload = defineCommand<void, void>({
  name: 'Deactivate Payload',
  netFn: NetFn.app,
  code: 0x49,
  effect: 'write',
  repeatable: true,
  encode(_request, writer) {
    writer.u8(solPayloadType).u8(instance).zeros(4);
  },
  decode: noResponse,
});

/** Get Payload Activation Status, IPMI 2.0 §24.4. */
export const getSolActivationStatus = defineCommand<void, { readonly active: boolean }>({
  name: 'Get Payload Activation Status',
  netFn: NetFn.app,
  code: 0x4a,
  effect: 'read',
  encode(_request, writer) {
    writer.u8(solPayloadType);
  },
  decode(reader) {
    reader.skip(1, 'instance capacity');
    return { active: reader.u8('active instances') !== 0 };
  },
});

/** Get Payload Instance Info, IPMI 2.0 §24.5. Session id 0: the instance is not active. */
export const getSolInstanceInfo = defineCommand<void, { readonly ownerSessionId: number }>({
  name: 'Get Payload Instance Info',
  netFn: NetFn.app,
  code: 0x4b,
  effect: 'read',
  encode(_request, writer) {
    writer.u8(solPayloadType).u8(instance);
  },
  decode: (reader) => ({ ownerSessionId: reader.u32('owner session id') }),
});
