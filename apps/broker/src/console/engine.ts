/** The seam between a console's owner and the engines that draw it: guacd, direct RFB, serial. */
import type { ConsoleCloseReason, ConsoleEngine, ConsoleNotice } from '@postern/domain';

/** One WebSocket message of a viewer. */
export type ViewerMessage =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'binary'; readonly bytes: Buffer };

/** What an engine may do to the console that holds it. */
export interface EngineHost {
  /** To the viewer, a string as a text message. Only after `ConsoleStream.start`. */
  send(data: string | Buffer): void;
  /** Ends the whole console. `detail` is for the log: no secrets, no text of the target. */
  end(reason: ConsoleCloseReason, detail?: string): void;
  /** Stops reading from the viewer while the target does not keep up. */
  holdViewer(): void;
  releaseViewer(): void;
}

/** An open engine: logged in to its target, holding back its output until `start`. */
export interface ConsoleStream {
  readonly engine: ConsoleEngine;
  /** The viewer listens now. */
  start(): void;
  receive(message: ViewerMessage): void;
  /** A notice in the form that this engine's viewers read. */
  wordNotice(notice: ConsoleNotice): string;
  /** Backpressure: stops and resumes reading from the target. */
  pause(): void;
  resume(): void;
  /** Takes leave of the target as its protocol wants; resolves when the connection is gone. Idempotent, never rejects. */
  close(): Promise<void>;
}

/** No console came about. `reason` is for people, the message for the log. */
export class ConsoleOpenError extends Error {
  override readonly name = 'ConsoleOpenError';
  readonly reason: ConsoleCloseReason;
  constructor(reason: ConsoleCloseReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}
