import type { SerialLine } from '../capabilities.ts';
import { atStart, type EscapeAction, stepEscape } from './escape-keys.ts';

export interface TerminalStreams {
  /** A terminal is switched to raw keys while it is attached; anything else is read to its end. */
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean; setRawMode?(raw: boolean): unknown };
  readonly output: NodeJS.WritableStream;
  /** For words of ours, apart from the machine's. */
  say(text: string): void;
}

const help = '[~. leaves, ~B sends a break, ~~ types a tilde; at the beginning of a line]';
/** After the end of a piped input: how long the machine may go on answering before the line is left. */
const quietMs = 1_000;

/** Resolves when the person leaves or a piped input is over; rejects with what ended the line otherwise. */
export async function attachTerminal(line: SerialLine, terminal: TerminalStreams): Promise<void> {
  const { input, output } = terminal;
  let state = atStart;
  let leaving: NodeJS.Timeout | undefined;

  const obey = (action: EscapeAction) => {
    if (action === 'leave') line.destroy();
    else if (action === 'break') line.sendBreak();
    else terminal.say(help);
  };
  const onKeys = (chunk: Buffer) => {
    if (input.isTTY !== true) return void line.write(chunk);
    const step = stepEscape(state, chunk);
    state = step.state;
    if (step.typed.length > 0) line.write(step.typed);
    for (const action of step.actions) obey(action);
  };
  const leaveWhenQuiet = () => {
    clearTimeout(leaving);
    leaving = setTimeout(() => line.destroy(), quietMs);
  };
  const onOutput = (chunk: Buffer) => {
    output.write(chunk);
    leaving?.refresh();
  };

  input.setRawMode?.(true);
  input.on('data', onKeys);
  input.once('end', leaveWhenQuiet);
  line.on('data', onOutput);
  try {
    await new Promise<void>((resolve, reject) => {
      line.once('error', reject);
      line.once('close', resolve);
    });
  } finally {
    clearTimeout(leaving);
    input.setRawMode?.(false);
    input.removeListener('data', onKeys);
    input.removeListener('end', leaveWhenQuiet);
    input.pause();
    terminal.say('[SOL session closed]');
  }
}
