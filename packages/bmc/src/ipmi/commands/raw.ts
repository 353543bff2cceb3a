import { BmcError } from '../../errors.ts';
import { type Command, defineCommand } from './command.ts';

/** A command that this library does not know. Bytes 0 to 255. */
export interface RawRequest {
  /** The request's network function: even, 0 to 62. */
  readonly netFn: number;
  readonly code: number;
  readonly lun?: number;
  readonly data: Uint8Array;
}

/**
 * Sent once and reported as a write, because nobody here knows what it does; through an encrypted session
 * only, because nobody knows what it holds. Throws `misuse` for numbers that do not fit.
 */
export function rawCommand(request: RawRequest): Command<void, Buffer> {
  const lun = request.lun ?? 0;
  if (!fits(request.netFn, 0x3e) || request.netFn % 2 === 1 || !fits(request.code, 0xff) || !fits(lun, 3)) {
    throw new BmcError(
      'misuse',
      'A raw command needs an even network function below 40h and a code below 100h.',
      {
        outcome: 'not-applied',
        retry: 'never',
      },
    );
  }
  return defineCommand<void, Buffer>({
    name: 'raw command',
    netFn: request.netFn,
    code: request.code,
    effect: 'write',
    repeatable: false,
    sensitive: true,
    lun: () => lun,
    encode(_request, writer) {
      writer.bytes(request.data);
    },
    decode: (reader) => Buffer.from(reader.rest()),
  });
}

function fits(value: number, largest: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= largest;
}
