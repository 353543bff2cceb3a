import type { Socket } from 'node:net';
import type { ConsoleCloseReason } from '@postern/domain';
import type { Clock } from '../../clock.ts';
import { connectTcp } from '../../connect-tcp.ts';
import { ConsoleOpenError } from '../../engine.ts';
import { createByteQueue } from './byte-queue.ts';
import { stepTargetHandshake, type TargetHandshakeState } from './target-handshake.ts';
import { answerVncChallenge } from './vnc-auth.ts';

export interface RfbTarget {
  readonly host: string;
  readonly port: number;
  /** Empty when none is stored. */
  readonly password: string;
}

export interface OpenRfbTarget {
  /** Paused. */
  readonly socket: Socket;
  readonly serverInit: Buffer;
  /** What the screen sent after its ServerInit, unasked. */
  readonly rest: Buffer;
}

/** Connects to a screen and logs in. Rejects with `ConsoleOpenError`; nothing of what the screen said is in it. */
export async function openRfbTarget(
  target: RfbTarget,
  options: { readonly clock: Clock; readonly timeoutMs: number },
): Promise<OpenRfbTarget> {
  const { clock, timeoutMs } = options;
  const socket = await connectTcp({ host: target.host, port: target.port, timeoutMs }).catch(
    (cause: unknown) => {
      throw new ConsoleOpenError('target-unreachable', 'the screen cannot be connected to', { cause });
    },
  );
  const limit = clock.after(timeoutMs, () => socket.destroy());
  try {
    return await logIn(socket, target.password);
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    limit.cancel();
  }
}

/** Why a screen cannot be used, asked directly; `undefined` when it can. */
export async function diagnoseRfbTarget(
  target: RfbTarget,
  options: { readonly clock: Clock; readonly timeoutMs: number },
): Promise<ConsoleCloseReason | undefined> {
  try {
    const opened = await openRfbTarget(target, options);
    opened.socket.destroy();
    return undefined;
  } catch (error) {
    if (error instanceof ConsoleOpenError) return error.reason;
    throw error;
  }
}

function logIn(socket: Socket, password: string): Promise<OpenRfbTarget> {
  const done = Promise.withResolvers<OpenRfbTarget>();
  const input = createByteQueue();
  let state: TargetHandshakeState = { at: 'version' };
  const answer = (challenge: Buffer) =>
    password === '' ? undefined : answerVncChallenge(challenge, Buffer.from(password, 'utf8'));

  const onData = (bytes: Buffer) => {
    input.push(bytes);
    for (
      let step = stepTargetHandshake(state, input, answer);
      step;
      step = stepTargetHandshake(state, input, answer)
    ) {
      state = step.state;
      if (step.send) socket.write(step.send);
    }
    if (state.at === 'failed') done.reject(new ConsoleOpenError(state.reason, state.detail));
    if (state.at !== 'done') return;
    socket.pause();
    const rest = Buffer.from(input.take(input.length) ?? []);
    done.resolve({ socket, serverInit: state.serverInit, rest });
  };
  const onClose = () => {
    const refused = state.at === 'result';
    const reason = refused ? 'target-login-refused' : 'target-unreachable';
    done.reject(new ConsoleOpenError(reason, `the screen hung up at ${state.at}`));
  };
  socket.on('error', onClose).on('close', onClose).on('data', onData);
  const unhook = () => socket.off('data', onData).off('close', onClose).off('error', onClose);
  socket.on('error', () => undefined);
  return done.promise.finally(unhook);
}
