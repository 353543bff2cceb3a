import { SolOperation, type SolPacket, SolStatus } from '../../src/ipmi/payloads/sol.ts';

/** Characters per packet, each way. */
export const solPayloadSize = 200;

const RETRIES = 7;
const SEQUENCES = 15;

/** The BMC's end of one serial-over-LAN line: one packet of ours may be unacknowledged at a time. */
export interface SolState {
  /** Last sequence number taken from the console; a repeat is acknowledged again, not delivered again. */
  readonly lastInbound: number;
  readonly lastAccepted: number;
  readonly nextSequence: number;
  readonly outstanding: { readonly packet: SolPacket; readonly tries: number } | undefined;
  readonly queue: Buffer;
}

export type SolEvent =
  | { readonly kind: 'packet'; readonly packet: SolPacket; readonly hostOn: boolean }
  | { readonly kind: 'output'; readonly characters: Buffer }
  | { readonly kind: 'retry' };

export interface SolStep {
  readonly state: SolState;
  readonly send: readonly SolPacket[];
  /** Characters for the serial port. */
  readonly deliver?: Buffer;
}

export const initialSolState: SolState = {
  lastInbound: 0,
  lastAccepted: 0,
  nextSequence: 1,
  outstanding: undefined,
  queue: Buffer.alloc(0),
};

/** The next state of the line. Pure (IPMI 2.0 §15.9 to §15.11). */
export function stepSol(state: SolState, event: SolEvent): SolStep {
  switch (event.kind) {
    case 'output':
      return sendNext({ ...state, queue: Buffer.concat([state.queue, event.characters]) });
    case 'retry':
      return retry(state);
    case 'packet': {
      const acknowledged = takeAcknowledgement(state, event.packet);
      const inbound = takeCharacters(acknowledged, event.packet, event.hostOn);
      const next = sendNext(inbound.state);
      return { ...inbound, state: next.state, send: [...inbound.send, ...next.send] };
    }
  }
}

function takeAcknowledgement(state: SolState, packet: SolPacket): SolState {
  const waiting = state.outstanding?.packet;
  if (waiting === undefined || packet.acknowledged !== waiting.sequence) return state;
  // A refused or partly taken packet goes again under a new number.
  const taken = (packet.flags & SolOperation.nack) !== 0 ? packet.accepted : waiting.characters.length;
  const left = waiting.characters.subarray(Math.min(taken, packet.accepted));
  return { ...state, outstanding: undefined, queue: Buffer.concat([left, state.queue]) };
}

function takeCharacters(state: SolState, packet: SolPacket, hostOn: boolean): SolStep {
  if (packet.sequence === 0) return { state, send: [] };
  if (!hostOn) return { state, send: [refusal(packet.sequence)] };
  if (packet.sequence === state.lastInbound) {
    return { state, send: [acknowledgement(packet.sequence, state.lastAccepted)] };
  }
  const accepted = packet.characters.length;
  return {
    state: { ...state, lastInbound: packet.sequence, lastAccepted: accepted },
    send: [acknowledgement(packet.sequence, accepted)],
    ...(accepted === 0 ? {} : { deliver: packet.characters }),
  };
}

function sendNext(state: SolState): SolStep {
  if (state.outstanding !== undefined || state.queue.length === 0) return { state, send: [] };
  const packet: SolPacket = {
    sequence: state.nextSequence,
    acknowledged: 0,
    accepted: 0,
    flags: 0,
    characters: state.queue.subarray(0, solPayloadSize),
  };
  return {
    state: {
      ...state,
      nextSequence: (state.nextSequence % SEQUENCES) + 1,
      outstanding: { packet, tries: 1 },
      queue: state.queue.subarray(packet.characters.length),
    },
    send: [packet],
  };
}

function retry(state: SolState): SolStep {
  if (state.outstanding === undefined) return { state, send: [] };
  const { packet, tries } = state.outstanding;
  // Nobody listens: what was to be shown is lost, as on a real serial line.
  if (tries > RETRIES) return sendNext({ ...state, outstanding: undefined });
  return { state: { ...state, outstanding: { packet, tries: tries + 1 } }, send: [packet] };
}

function acknowledgement(sequence: number, accepted: number): SolPacket {
  return { sequence: 0, acknowledged: sequence, accepted, flags: 0, characters: Buffer.alloc(0) };
}

/** The host is off: nothing was taken, and it is no use to repeat it. */
function refusal(sequence: number): SolPacket {
  return { ...acknowledgement(sequence, 0), flags: SolStatus.nack | SolStatus.transferUnavailable };
}
