import { defineCommand, NetFn } from '../command.ts';
import { solInstance, solPayloadType } from './sol-payload.ts';

const encryptAndAuthenticate = 0xc0;

/** Completion codes of Activate Payload, table 24-2. */
export const ActivatePayloadCode = {
  alreadyActive: 0x80,
  disabled: 0x81,
  limitReached: 0x82,
} as const;

export interface ActivatedPayload {
  /** Largest payload the BMC takes, its 4 bytes of head included. Often wrong, so callers clamp it. */
  readonly inboundSize: number;
}

/**
 * Activate Payload for serial over LAN, IPMI 2.0 §24.1. Sent once: a repeat after a lost reply would find our own
 * activation and look like somebody else's.
 */
export const activateSolPayload = defineCommand<void, ActivatedPayload>({
  name: 'Activate Payload',
  netFn: NetFn.app,
  code: 0x48,
  effect: 'write',
  repeatable: false,
  encode(_request, writer) {
    writer.u8(solPayloadType).u8(solInstance).u8(encryptAndAuthenticate).zeros(3);
  },
  decode(reader) {
    reader.skip(4, 'auxiliary data');
    const inboundSize = reader.u16('inbound payload size');
    // The outbound size and the port that follow are wrong on many BMCs; we stay on the port we use.
    return { inboundSize };
  },
});
