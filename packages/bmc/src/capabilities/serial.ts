import type { Duplex } from 'node:stream';

export interface SerialConsole {
  /** Activates serial over LAN. Rejects with code `serial-busy` when somebody else holds it. */
  open(): Promise<Duplex>;
  /** Ends whoever holds the serial payload. */
  release(): Promise<void>;
}
