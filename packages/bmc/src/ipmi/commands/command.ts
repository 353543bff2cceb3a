import type { ByteReader } from '../framing/byte-reader.ts';
import type { ByteWriter } from '../framing/byte-writer.ts';

/**
 * One IPMI command as a value. How often it may be sent and whether its body may be shown follow from what
 * it declares, so nobody has to remember it where it is used.
 */
export interface Command<Request, Response> {
  /** The specification's name; it appears in error messages. */
  readonly name: string;
  readonly netFn: number;
  readonly code: number;
  readonly effect: 'read' | 'write';
  /** Whether a second delivery does no more than the first. False: sent once, a lost reply means "unknown". */
  readonly repeatable: boolean;
  /** The body holds a secret: it is sent only through an encrypted session and never shown. */
  readonly sensitive: boolean;
  /** The BMC's logical unit that is asked, 0 to 3; 0 when absent. Sensors may live on another. */
  lun?(request: Request): number;
  encode(request: Request, writer: ByteWriter): void;
  /** Reads the data after completion code 0. Trailing bytes are left alone: firmware adds its own. */
  decode(reader: ByteReader): Response;
}

interface CommandBody<Request, Response> {
  readonly name: string;
  readonly netFn: number;
  readonly code: number;
  readonly sensitive?: boolean;
  lun?(request: Request): number;
  encode(request: Request, writer: ByteWriter): void;
  decode(reader: ByteReader): Response;
}

type CommandDefinition<Request, Response> = CommandBody<Request, Response> &
  ({ readonly effect: 'read' } | { readonly effect: 'write'; readonly repeatable: boolean });

/** Reads are always repeatable; each write has to say whether it is. */
export function defineCommand<Request, Response>(
  definition: CommandDefinition<Request, Response>,
): Command<Request, Response> {
  return {
    ...definition,
    repeatable: definition.effect === 'read' || definition.repeatable,
    sensitive: definition.sensitive ?? false,
  };
}

/** For commands without request data. */
export function noRequest(): void {}

/** For commands whose reply is only a completion code. */
export function noResponse(): void {}

export const NetFn = { chassis: 0x00, sensor: 0x04, app: 0x06, storage: 0x0a, transport: 0x0c } as const;
