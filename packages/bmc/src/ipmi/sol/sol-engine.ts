/**
 * Serial over LAN as a pure step function, console's side, IPMI 2.0 §15.
 *
 * Each direction has one unacknowledged packet. Outbound: a packet is repeated with its number until it is
 * acknowledged; what the BMC did not take goes out again under a new number. Inbound: a packet is delivered
 * once and acknowledged each time it comes. Exit: `ended`, by the BMC's word or when repeats run out.
 */
import { type SolPacket, SolStatus } from '../payloads/sol.ts';

export interface SolState {
  /** Most characters in one packet. */
  readonly maxCharacters: number;
  /** Number of the last packet sent, 1 to 15; 0 before the first. */
  readonly lastSent: number;
  readonly outstanding: Outstanding | undefined;
  readonly unsent: Buffer;
  /** Number of the last packet received; 0 before the first. */
  readonly lastReceived: number;
  /** How many of its characters were delivered. */
  readonly lastDelivered: number;
}

interface Outstanding {
  readonly sequence: number;
  readonly characters: Buffer;
  readonly transmissions: number;
}

export type SolEvent =
  | { readonly type: 'write'; readonly characters: Buffer }
  /** `room`: how many characters the reader can take now. */
  | { readonly type: 'packet'; readonly packet: SolPacket; readonly room: number }
  | { readonly type: 'timeout' };

export type SolEnd = 'deactivated' | 'unanswered';

export interface SolStep {
  readonly state: SolState;
  readonly send: readonly SolPacket[];
  /** Characters for the reader; empty for none. */
  readonly deliver: Buffer;
  /** The wait for an acknowledgement starts anew (`start`), ends (`stop`), or goes on (`keep`). */
  readonly timer: 'start' | 'stop' | 'keep';
  readonly end: SolEnd | undefined;
}

const nothing = Buffer.alloc(0);
const maxTransmissions = 8;

export function startSol(maxCharacters: number): SolState {
  return {
    maxCharacters,
    lastSent: 0,
    outstanding: undefined,
    unsent: nothing,
    lastReceived: 0,
    lastDelivered: 0,
  };
}

export function stepSol(state: SolState, event: SolEvent): SolStep {
  switch (event.type) {
    case 'write':
      return sendNext({ ...state, unsent: Buffer.concat([state.unsent, event.characters]) });
    case 'packet':
      return onPacket(state, event.packet, event.room);
    case 'timeout':
      return onTimeout(state);
  }
}

function onTimeout(state: SolState): SolStep {
  const { outstanding } = state;
  if (outstanding === undefined) return { state, send: [], deliver: nothing, timer: 'stop', end: undefined };
  if (outstanding.transmissions >= maxTransmissions) {
    return { state, send: [], deliver: nothing, timer: 'stop', end: 'unanswered' };
  }
  const again = { ...outstanding, transmissions: outstanding.transmissions + 1 };
  return {
    state: { ...state, outstanding: again },
    send: [dataPacket(outstanding)],
    deliver: nothing,
    timer: 'start',
    end: undefined,
  };
}

function onPacket(state: SolState, packet: SolPacket, room: number): SolStep {
  if ((packet.flags & SolStatus.deactivating) !== 0) {
    return { state, send: [], deliver: packet.characters, timer: 'stop', end: 'deactivated' };
  }
  const acknowledged = onAcknowledgement(state, packet);
  const received = onCharacters(acknowledged, packet, room);
  const next = sendNext(received.state);
  return {
    state: next.state,
    send: [...received.send, ...next.send],
    deliver: received.deliver,
    timer: timerAfter(state, next.state),
    end: undefined,
  };
}

function timerAfter(before: SolState, after: SolState): SolStep['timer'] {
  if (after.outstanding === undefined) return 'stop';
  return after.outstanding.sequence === before.outstanding?.sequence ? 'keep' : 'start';
}

/** Takes what the packet says about ours. A NACK with nothing taken leaves it for the next repeat. */
function onAcknowledgement(state: SolState, packet: SolPacket): SolState {
  const { outstanding } = state;
  if (outstanding === undefined || packet.acknowledged !== outstanding.sequence) return state;
  const nack = (packet.flags & SolStatus.nack) !== 0;
  if (nack && packet.accepted === 0) {
    // The BMC lives and says "not now": that is no reason to give up.
    return { ...state, outstanding: { ...outstanding, transmissions: 1 } };
  }
  const left = outstanding.characters.subarray(packet.accepted);
  return { ...state, outstanding: undefined, unsent: Buffer.concat([left, state.unsent]) };
}

function onCharacters(state: SolState, packet: SolPacket, room: number) {
  if (packet.sequence === 0) return { state, send: [], deliver: nothing };
  // A repeat keeps its number and may have grown: what was delivered before is not delivered again.
  const known = packet.sequence === state.lastReceived ? state.lastDelivered : 0;
  const fresh = packet.characters.subarray(known, known + room);
  const accepted = Math.min(known, packet.characters.length) + fresh.length;
  const refused = accepted === 0 && packet.characters.length > 0;
  return {
    state: { ...state, lastReceived: packet.sequence, lastDelivered: accepted },
    send: [
      {
        sequence: 0,
        acknowledged: packet.sequence,
        accepted,
        flags: refused ? SolStatus.nack : 0,
        characters: nothing,
      },
    ],
    deliver: fresh,
  };
}

function sendNext(state: SolState): SolStep {
  if (state.outstanding !== undefined || state.unsent.length === 0) {
    return { state, send: [], deliver: nothing, timer: 'keep', end: undefined };
  }
  const sequence = (state.lastSent % 15) + 1;
  const characters = state.unsent.subarray(0, state.maxCharacters);
  const outstanding = { sequence, characters, transmissions: 1 };
  return {
    state: {
      ...state,
      lastSent: sequence,
      outstanding,
      unsent: state.unsent.subarray(characters.length),
    },
    send: [dataPacket(outstanding)],
    deliver: nothing,
    timer: 'start',
    end: undefined,
  };
}

function dataPacket(outstanding: Outstanding): SolPacket {
  return {
    sequence: outstanding.sequence,
    acknowledged: 0,
    accepted: 0,
    flags: 0,
    characters: outstanding.characters,
  };
}
