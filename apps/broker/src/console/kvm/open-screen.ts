/** Opens a server's screen by guacd where one answers, else directly. */
import type { Secret } from '@postern/bmc';
import type { Logger } from '../../logging.ts';
import type { Clock } from '../clock.ts';
import type { ConsoleMetrics } from '../console-metrics.ts';
import type { ConsoleStream, EngineHost } from '../engine.ts';
import { GuacdError } from './guacd/guacd-connection.ts';
import type { GuacdDoor } from './guacd/guacd-door.ts';
import { openGuacdStream } from './guacd/guacd-stream.ts';
import { vncParameters } from './guacd/vnc-parameters.ts';
import { diagnoseRfbTarget, openRfbTarget } from './rfb/open-target.ts';
import { createRfbStream } from './rfb/rfb-stream.ts';

export interface ScreenRequest {
  readonly screen: { readonly host: string; readonly port: number; readonly password: Secret | undefined };
  readonly readOnly: boolean;
  /** Size of the viewer's window, a hint. */
  readonly width: number;
  readonly height: number;
  readonly host: EngineHost;
}

export interface ScreenDependencies {
  readonly guacd: GuacdDoor | undefined;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: ConsoleMetrics;
}

const targetTimeoutMs = 5000;

/** Rejects with `ConsoleOpenError`. A failed guacd is passed by only while it has not touched the screen. */
export async function openScreen(request: ScreenRequest, deps: ScreenDependencies): Promise<ConsoleStream> {
  const { guacd, log, metrics } = deps;
  if (guacd === undefined) return openDirectly(request, deps);
  try {
    return await openByGuacd(guacd, request, deps);
  } catch (error) {
    if (!(error instanceof GuacdError)) throw error;
    log.warn({ error: error.message }, 'guacd is not available; the screen is opened directly');
    metrics.guacdFallbacks.inc();
    return openDirectly(request, deps);
  }
}

function openByGuacd(
  guacd: GuacdDoor,
  request: ScreenRequest,
  deps: ScreenDependencies,
): Promise<ConsoleStream> {
  const { readOnly, width, height, host } = request;
  const { clock, metrics } = deps;
  const target = plainTarget(request);
  const parameters = vncParameters({ ...target, readOnly });
  return openGuacdStream({
    host,
    readOnly,
    clock,
    connect: () => guacd.connect({ protocol: 'vnc', width, height, parameters }),
    diagnose: () => diagnoseRfbTarget(target, { clock, timeoutMs: targetTimeoutMs }),
    onRetry: () => metrics.guacdRetries.inc(),
  });
}

async function openDirectly(request: ScreenRequest, { clock }: ScreenDependencies): Promise<ConsoleStream> {
  const target = await openRfbTarget(plainTarget(request), { clock, timeoutMs: targetTimeoutMs });
  return createRfbStream({ target, host: request.host, readOnly: request.readOnly });
}

function plainTarget({ screen }: ScreenRequest) {
  const password = screen.password?.withBytes((bytes) => bytes.toString('utf8')) ?? '';
  return { host: screen.host, port: screen.port, password };
}
