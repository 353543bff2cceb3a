import type { Duplex } from 'node:stream';

export interface SerialConsole {
  /** Activates serial over LAN. Rejects with code `serial-busy` when somebody else holds it. */
  open(): Promise<SerialLine>;
  /** Who holds it, as far as the BMC tells; `undefined` when nobody does. */
  holder(): Promise<SerialHolder | undefined>;
  /** Ends whoever holds the serial payload. */
  release(): Promise<void>;
}

/** Bytes of the machine's serial line, both ways. Destroyed with a `BmcError` when somebody takes it or the session is lost. */
export interface SerialLine extends Duplex {
  /** Sends a break after what was written before (SysRq, or the monitor of a router). */
  sendBreak(): void;
}

/** Everything is absent where the BMC tells only that the line is held. */
export interface SerialHolder {
  readonly slot?: number;
  readonly remoteAddress?: string | undefined;
}
