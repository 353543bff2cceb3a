/** Which of guacd's instructions a browser gets to see: drawing and flow control, nothing that names or asks. */
import type { ConsoleCloseReason } from '@postern/domain';
import type { Instruction } from './instruction.ts';
import { reasonOfStatus } from './status-codes.ts';

export type EngineVerdict =
  | { readonly do: 'relay' }
  | { readonly do: 'drop' }
  | { readonly do: 'close'; readonly reason: ConsoleCloseReason; readonly status?: number | undefined };

const relayed: ReadonlySet<string> = new Set([
  ...['size', 'sync', 'nop', 'img', 'blob', 'end', 'png', 'jpeg', 'cursor', 'mouse'],
  ...['copy', 'transfer', 'rect', 'cfill', 'lfill', 'cstroke', 'lstroke', 'arc', 'curve', 'line', 'start'],
  ...['close', 'clip', 'reset', 'push', 'pop', 'identity', 'transform', 'distort', 'set'],
  ...['dispose', 'move', 'shade', 'ack'],
]);

export function judgeEngineInstruction({ opcode, args }: Instruction): EngineVerdict {
  if (relayed.has(opcode)) return { do: 'relay' };
  switch (opcode) {
    case 'error': {
      const status = Number(args[1]);
      return { do: 'close', reason: reasonOfStatus(status), status };
    }
    case 'disconnect':
      return { do: 'close', reason: 'target-closed' };
    // The target wants a credential that we do not have; asking the tenant for it would hand him the BMC's.
    case 'required':
      return { do: 'close', reason: 'target-login-refused' };
    default:
      return { do: 'drop' };
  }
}
