import { type ConsoleNotice, consoleNotice } from '@postern/domain/console/wire';

/** A notice of the broker, or `undefined` for any other text. */
export function readNotice(text: string): ConsoleNotice | undefined {
  try {
    return consoleNotice.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
