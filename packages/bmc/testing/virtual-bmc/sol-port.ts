import type { Clock, Timer } from '../../src/clock.ts';
import { decodeSol, encodeSol, type SolPacket, SolStatus } from '../../src/ipmi/payloads/sol.ts';
import type { ServerModel } from '../server/server-model.ts';
import type { VirtualSession } from './session-table.ts';
import { initialSolState, type SolEvent, type SolState, stepSol } from './sol-step.ts';

export { solPayloadSize } from './sol-step.ts';

const RETRY_MS = 500;

/** The one serial-over-LAN instance of a BMC. */
export interface SolPort {
  readonly owner: VirtualSession | undefined;
  activate(session: VirtualSession): void;
  /** Cuts the line and says so to its owner. */
  deactivate(): void;
  receive(session: VirtualSession, payload: Buffer): void;
  /** The session is gone: the line goes with it. */
  sessionEnded(session: VirtualSession): void;
}

export interface SolPortOptions {
  readonly server: ServerModel;
  readonly clock: Clock;
  readonly send: (session: VirtualSession, payload: Buffer) => void;
}

/** The shell around `stepSol`: it owns the retry timer and the serial line of the machine. */
export function createSolPort({ server, clock, send }: SolPortOptions): SolPort {
  let owner: VirtualSession | undefined;
  let state: SolState = initialSolState;
  let stopListening = (): void => {};
  let retryTimer: Timer | undefined;

  function handle(event: SolEvent): void {
    if (owner === undefined) return;
    const step = stepSol(state, event);
    const waitsAnew = step.state.outstanding !== state.outstanding;
    state = step.state;
    for (const packet of step.send) send(owner, encodeSol(packet));
    if (waitsAnew) waitForAcknowledgement();
    if (step.deliver !== undefined) server.machine.typeSerial(step.deliver);
  }

  function waitForAcknowledgement(): void {
    retryTimer?.cancel();
    if (state.outstanding === undefined) return;
    retryTimer = clock.after(RETRY_MS, () => handle({ kind: 'retry' }));
  }

  function close(): void {
    owner = undefined;
    stopListening();
    retryTimer?.cancel();
  }

  return {
    get owner() {
      return owner;
    },
    activate(session) {
      owner = session;
      state = initialSolState;
      stopListening = server.machine.onSerial((text) =>
        handle({ kind: 'output', characters: Buffer.from(text, 'latin1') }),
      );
    },
    deactivate() {
      if (owner !== undefined) send(owner, encodeSol(goodbye));
      close();
    },
    receive(session, payload) {
      if (session !== owner) return;
      handle({ kind: 'packet', packet: decodeSol(payload), hostOn: server.power.isOn });
    },
    sessionEnded(session) {
      if (session === owner) close();
    },
  };
}

const goodbye: SolPacket = {
  sequence: 0,
  acknowledged: 0,
  accepted: 0,
  flags: SolStatus.deactivating,
  characters: Buffer.alloc(0),
};
