/** A browser's part of a guacd console: reads instructions, answers `sync`, keeps everything. */
import { encodeInstruction, type Instruction } from '../src/console/kvm/guacd/instruction.ts';
import { createInstructionDecoder } from '../src/console/kvm/guacd/instruction-decoder.ts';
import type { Stage, TicketWish } from './console-stage.ts';
import { connectViewer, type TestViewer } from './console-viewer.ts';

export interface GuacdViewer extends TestViewer {
  readonly instructions: Instruction[];
  do(opcode: string, ...args: string[]): void;
  /** Waits for an instruction of that kind. */
  untilSeen(opcode: string): Promise<void>;
}

/** `sync`: whether frames are acknowledged, as a viewer that draws does. */
export async function openGuacdViewer(
  stage: Stage,
  wish: TicketWish = {},
  { sync = true } = {},
): Promise<GuacdViewer> {
  const viewer = await connectViewer(stage);
  const instructions: Instruction[] = [];
  const act = (opcode: string, ...args: string[]) => viewer.send(encodeInstruction(opcode, ...args));
  viewer.socket.on('message', (data: Buffer) => {
    if (viewer.received.length === 1) return;
    // Each message must hold whole instructions, so each gets a decoder of its own.
    const decoder = createInstructionDecoder();
    for (const instruction of decoder.push(data)) {
      instructions.push(instruction);
      if (sync && instruction.opcode === 'sync') act('sync', instruction.args[0] ?? '');
    }
    if (!decoder.isEmpty()) throw new Error('a message ends inside an instruction');
  });
  viewer.send(JSON.stringify({ ticket: await stage.ticket(wish) }));
  await viewer.until((received) => received.length > 0);
  viewer.send('ready');
  return {
    ...viewer,
    instructions,
    do: act,
    untilSeen: (opcode) => viewer.until(() => instructions.some((each) => each.opcode === opcode)),
  };
}
