import { closeReasonOfCode, consoleCloseReasons } from '@postern/domain/console/close-reason';

export interface ConsoleEnd {
  /** One sentence why. */
  readonly sentence: string;
  /** Whether opening it again could work. */
  readonly reconnect: boolean;
}

/** Why a console closed, from the code of its WebSocket. Codes that are not ours are the network's doing. */
export function describeClose(code: number): ConsoleEnd {
  const reason = closeReasonOfCode(code);
  if (reason !== undefined) {
    const { sentence, reconnect } = consoleCloseReasons[reason];
    return { sentence, reconnect };
  }
  return { sentence: 'The connection to the console broke.', reconnect: true };
}
