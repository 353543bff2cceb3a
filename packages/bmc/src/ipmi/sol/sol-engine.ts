/**
 * Serial over LAN as a pure step function, console's side, IPMI 2.0 §15.
 *
 * Each direction has one unacknowledged packet. Outbound: a packet is repeated with its number until it is
 * acknowledged; what the BMC did not take goes out again under a new number. When repeats run out the packet
 * counts as delivered: OpenBMC drops a repeat of what it has taken without a word, and whether the BMC is
 * still there is the session's question. Inbound: a packet is delivered once and acknowledged each time it
 * comes. A full reader is shown by silence: OpenBMC answers a NACK with the same packet at once, again and
 * again, and `ipmi_sim` 2.0.33 falls silent for good. Exit: `deactivated`, by the BMC's word.
 */
import { SolOperation, type SolPacket, SolStatus } from '../payloads/sol.ts';

export interface SolState {
  /** Most characters in one packet. */
  readonly maxCharacters: number;
  /** Number of the last packet sent, 1 to 15; 0 before the first. */
  readonly lastSent: number;
  readonly outstanding: Outstanding | undefined;
  readonly unsent: Buffer;
  /** A break waits behind what is unsent. */
  readonly breakWaits: boolean;
  /** Number of the last packet received; 0 before the first. */
  readonly lastReceived: number;
  /** How many of its characters were delivered. */
  readonly lastDelivered: number;
}

interface Outstanding {
  readonly sequence: number;
  readonly characters: Buffer;
  readonly isBreak: boolean;
  readonly transmissions: number;
}

export type SolEvent =
  | { readonly type: 'open' }
  | { readonly type: 'write'; readonly characters: Buffer }
  | { readonly type: 'break' }
  /** `room`: whether the reader can take more. */
  | { readonly type: 'packet'; readonly packet: SolPacket; readonly room: boolean }
  | { readonly type: 'timeout' };

export interface SolStep {
  readonly state: SolState;
  readonly send: readonly SolPacket[];
  /** Characters for the reader; empty for none. */
  readonly deliver: Buffer;
  /** The wait for an acknowledgement starts anew (`start`), ends (`stop`), or goes on (`keep`). */
  readonly timer: 'start' | 'stop' | 'keep';
  readonly end: 'deactivated' | undefined;
}

const nothing = Buffer.alloc(0);
const maxTransmissions = 5;

export function startSol(maxCharacters: number): SolState {
  return {
    maxCharacters,
    lastSent: 0,
    outstanding: undefined,
    unsent: nothing,
    breakWaits: false,
    lastReceived: 0,
    lastDelivered: 0,
  };
}

export function stepSol(state: SolState, event: SolEvent): SolStep {
  switch (event.type) {
    case 'open':
      // An empty first packet. `ipmi_sim` remembers the last number of the console before us and takes a
      // first packet with that number for a repeat; after this one no number of ours can be it.
      return transmit(state, nothing);
    case 'write':
      return sendNext({ ...state, unsent: Buffer.concat([state.unsent, event.characters]) });
    case 'break':
      return sendNext({ ...state, breakWaits: true });
    case 'packet':
      return onPacket(state, event.packet, event.room);
    case 'timeout':
      return onTimeout(state);
  }
}

function onTimeout(state: SolState): SolStep {
  const { outstanding } = state;
  if (outstanding === undefined) return { ...quiet(state), timer: 'stop' };
  if (outstanding.transmissions >= maxTransmissions) {
    const next = sendNext({ ...state, outstanding: undefined });
    return { ...next, timer: next.state.outstanding === undefined ? 'stop' : 'start' };
  }
  const again = { ...outstanding, transmissions: outstanding.transmissions + 1 };
  return { ...quiet({ ...state, outstanding: again }), send: [dataPacket(again)], timer: 'start' };
}

function onPacket(state: SolState, packet: SolPacket, room: boolean): SolStep {
  if ((packet.flags & SolStatus.deactivating) !== 0) {
    return { ...quiet(state), deliver: packet.characters, timer: 'stop', end: 'deactivated' };
  }
  const received = onCharacters(onAcknowledgement(state, packet), packet, room);
  const next = sendNext(received.state);
  return {
    ...next,
    send: [...received.send, ...next.send],
    deliver: received.deliver,
    timer: timerAfter(state, next.state),
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

function onCharacters(state: SolState, packet: SolPacket, room: boolean) {
  // A repeat keeps its number and may have grown: what was delivered before is not delivered again.
  const known = packet.sequence === state.lastReceived ? state.lastDelivered : 0;
  const fresh = packet.characters.subarray(known);
  const cannotTake = fresh.length > 0 && !room;
  if (packet.sequence === 0 || cannotTake) return { state, send: [], deliver: nothing };
  const accepted = packet.characters.length;
  return {
    state: { ...state, lastReceived: packet.sequence, lastDelivered: Math.max(known, accepted) },
    send: [{ sequence: 0, acknowledged: packet.sequence, accepted, flags: 0, characters: nothing }],
    deliver: fresh,
  };
}

function sendNext(state: SolState): SolStep {
  if (state.outstanding !== undefined) return quiet(state);
  if (state.unsent.length === 0) return state.breakWaits ? transmitBreak(state) : quiet(state);
  const characters = state.unsent.subarray(0, state.maxCharacters);
  return transmit({ ...state, unsent: state.unsent.subarray(characters.length) }, characters);
}

/** Its packet carries no characters, so that a repeat is the same break. */
function transmitBreak(state: SolState): SolStep {
  return transmit({ ...state, breakWaits: false }, nothing, true);
}

function transmit(state: SolState, characters: Buffer, isBreak = false): SolStep {
  const sequence = (state.lastSent % 15) + 1;
  const outstanding = { sequence, characters, isBreak, transmissions: 1 };
  return {
    ...quiet({ ...state, lastSent: sequence, outstanding }),
    send: [dataPacket(outstanding)],
    timer: 'start',
  };
}

function quiet(state: SolState): SolStep {
  return { state, send: [], deliver: nothing, timer: 'keep', end: undefined };
}

function dataPacket({ sequence, characters, isBreak }: Outstanding): SolPacket {
  return { sequence, acknowledged: 0, accepted: 0, flags: isBreak ? SolOperation.break : 0, characters };
}
