/**
 * A screen drawn by guacd. Owns one guacd connection at a time.
 *
 * `waiting`: `ready` came, no frame yet; output is held back. A child of guacd that was forked at a bad moment stays
 * in `waiting` for ever, so after a while it is left and one fresh connection is tried; the viewer notices nothing.
 * `framed`: the first `sync` came. `flowing`: framed, and the viewer listens. `closed`: end, from any state.
 */
import type { ConsoleCloseReason } from '@postern/domain';
import type { Clock, Timer } from '../../clock.ts';
import type { ConsoleStream, EngineHost, ViewerMessage } from '../../engine.ts';
import { judgeEngineInstruction } from './engine-filter.ts';
import type { GuacdConnection } from './guacd-connection.ts';
import { encodeInstruction, type Instruction } from './instruction.ts';
import { createInstructionDecoder } from './instruction-decoder.ts';
import { judgeViewerInstruction } from './viewer-filter.ts';

export interface GuacdStreamOptions {
  readonly host: EngineHost;
  readonly readOnly: boolean;
  readonly clock: Clock;
  /** A new connection up to `ready`, through the lane that serialises them. */
  readonly connect: () => Promise<GuacdConnection>;
  /** Asks the target itself why guacd got nowhere, which guacd does not tell; `undefined`: the target is fine. */
  readonly diagnose: () => Promise<ConsoleCloseReason | undefined>;
  readonly onRetry?: () => void;
}

/** How long each attempt may take to its first frame; the last one is patient with slow targets. */
const firstFrameMs: readonly number[] = [5000, 10_000];
/** guacd speaks at least every five seconds, and drops us when we are silent for fifteen. */
const beatMs = 5000;
const silenceMs = 15_000;
const heldBytesLimit = 4 * 1024 * 1024;

/** Rejects with `GuacdError` when guacd fails before it touched the target. */
export async function openGuacdStream(options: GuacdStreamOptions): Promise<ConsoleStream> {
  const first = await options.connect();
  return createStream(options, first);
}

function createStream(options: GuacdStreamOptions, first: GuacdConnection): ConsoleStream {
  const { host, readOnly, clock } = options;
  const fromViewer = createInstructionDecoder();
  let connection = first;
  let attempt = 0;
  let framed = false;
  let started = false;
  let closed = false;
  let held: string[] = [];
  let heldBytes = 0;
  let paused = false;
  let heardAt = clock.now();
  let guard: Timer | undefined;
  let beat: Timer | undefined;

  function adopt(next: GuacdConnection): void {
    connection = next;
    attempt += 1;
    held = [];
    heldBytes = 0;
    heardAt = clock.now();
    guard = clock.after(firstFrameMs[attempt - 1] ?? 0, () => void onNoFrame());
    next.listen({
      instructions: (received) => next === connection && onInstructions(received),
      closed: (why) => next === connection && onClosed(why),
    });
  }

  function onInstructions(received: readonly Instruction[]): void {
    heardAt = clock.now();
    let text = '';
    for (const instruction of received) {
      const verdict = judgeEngineInstruction(instruction);
      if (verdict.do === 'relay') text += instruction.raw;
      if (verdict.do === 'close') {
        onEngineEnd(verdict.reason, verdict.status);
        return;
      }
      if (instruction.opcode === 'sync') onFrame();
    }
    if (text !== '') deliver(text);
  }

  function onFrame(): void {
    framed = true;
    guard?.cancel();
  }

  function pause(): void {
    paused = true;
    connection.pause();
  }

  function resume(): void {
    paused = false;
    heardAt = clock.now();
    connection.resume();
  }

  function deliver(text: string): void {
    held.push(text);
    heldBytes += text.length;
    if (framed && started) {
      const all = held.join('');
      held = [];
      heldBytes = 0;
      if (all !== '') host.send(all);
      return;
    }
    // That much is a picture, with or without its `sync`.
    if (heldBytes > heldBytesLimit) {
      onFrame();
      pause();
    }
  }

  function onClosed(why: 'ended' | 'garbled'): void {
    if (framed) host.end('engine-unavailable', `guacd's stream ${why}`);
    else void onEarlyEnd(`guacd's stream ${why}`);
  }

  function onEngineEnd(reason: ConsoleCloseReason, status: number | undefined): void {
    const detail = `guacd ended with status ${status ?? 'none'}`;
    if (framed || reason === 'target-login-refused') host.end(reason, detail);
    else void onEarlyEnd(detail);
  }

  /** guacd gave up before it drew, and does not say why: the target is asked, and if it is fine, guacd again. */
  async function onEarlyEnd(detail: string): Promise<void> {
    guard?.cancel();
    void connection.disconnect();
    const reason = await options.diagnose();
    if (reason) host.end(reason, detail);
    else await tryAgain(detail);
  }

  async function onNoFrame(): Promise<void> {
    void connection.disconnect();
    if (attempt < firstFrameMs.length) await tryAgain('guacd drew nothing');
    else host.end((await options.diagnose()) ?? 'engine-unavailable', 'guacd drew nothing');
  }

  async function tryAgain(detail: string): Promise<void> {
    if (closed) return;
    if (attempt >= firstFrameMs.length) {
      host.end('engine-unavailable', detail);
      return;
    }
    options.onRetry?.();
    try {
      const next = await options.connect();
      if (closed) await next.disconnect();
      else adopt(next);
    } catch (error) {
      host.end(
        'engine-unavailable',
        error instanceof Error ? error.message : 'guacd cannot be reached again',
      );
    }
  }

  function keepBeat(): void {
    beat = clock.after(beatMs, () => {
      if (!paused && clock.now() - heardAt > silenceMs) {
        host.end('engine-unavailable', 'guacd fell silent');
        return;
      }
      connection.send(encodeInstruction('nop'));
      keepBeat();
    });
  }

  function judge(message: ViewerMessage): string | undefined {
    if (message.kind !== 'text') return undefined;
    let text = '';
    try {
      for (const instruction of fromViewer.push(message.text)) {
        const verdict = judgeViewerInstruction(instruction, { readOnly });
        if (verdict === 'misbehaved') return undefined;
        if (verdict === 'pass') text += instruction.raw;
      }
    } catch {
      return undefined;
    }
    return fromViewer.isEmpty() ? text : undefined;
  }

  adopt(first);
  keepBeat();

  return {
    engine: 'guacd',
    start() {
      started = true;
      if (framed) deliver('');
      if (paused) resume();
    },
    receive(message) {
      if (closed) return;
      const text = judge(message);
      if (text === undefined) return host.end('viewer-misbehaved', 'instruction not allowed or malformed');
      if (text === '' || connection.send(text)) return;
      host.holdViewer();
      connection.onDrain(() => host.releaseViewer());
    },
    wordNotice: (notice) => encodeInstruction('postern-notice', JSON.stringify(notice)),
    pause,
    resume,
    async close() {
      closed = true;
      guard?.cancel();
      beat?.cancel();
      held = [];
      await connection.disconnect();
    },
  };
}
