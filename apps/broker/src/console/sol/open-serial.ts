/** A server's serial port over its BMC (IPMI SOL), as raw bytes both ways. */
import type { Duplex } from 'node:stream';
import { BmcError, type BmcErrorCode } from '@postern/bmc';
import type { ConsoleCloseReason } from '@postern/domain';
import type { SerialBmc } from '../../provisioning/bmc-lanes.ts';
import { ConsoleOpenError, type ConsoleStream, type EngineHost } from '../engine.ts';

export interface SerialRequest {
  /** Logs in to the BMC. Rejects with `BmcError` or whatever stands before the BMC. */
  readonly openBmc: () => Promise<SerialBmc>;
  readonly host: EngineHost;
  readonly readOnly: boolean;
}

/** Rejects with `ConsoleOpenError`. */
export async function openSerial({ openBmc, host, readOnly }: SerialRequest): Promise<ConsoleStream> {
  const bmc = await openBmc().catch((cause: unknown) => {
    throw openError(cause);
  });
  try {
    if (bmc.serial === undefined) throw noSerial();
    return createSerialStream(bmc, await bmc.serial.open(), { host, readOnly });
  } catch (cause) {
    await bmc.close().catch(() => undefined);
    throw openError(cause);
  }
}

const reasons: Partial<Record<BmcErrorCode, ConsoleCloseReason>> = {
  'serial-busy': 'serial-busy',
  'auth-failed': 'target-login-refused',
  'privilege-refused': 'target-login-refused',
  'protocol-violation': 'target-misbehaved',
};

function openError(cause: unknown): ConsoleOpenError {
  if (!(cause instanceof BmcError)) {
    return new ConsoleOpenError('target-unreachable', 'the BMC could not be asked for its serial port', {
      cause,
    });
  }
  return new ConsoleOpenError(reasons[cause.code] ?? 'target-unreachable', `serial over LAN: ${cause.code}`, {
    cause,
  });
}

function noSerial(): BmcError {
  return new BmcError('not-supported', 'Serial over LAN goes over IPMI only.', {
    outcome: 'not-applied',
    retry: 'never',
  });
}

function createSerialStream(
  bmc: SerialBmc,
  port: Duplex,
  { host, readOnly }: Pick<SerialRequest, 'host' | 'readOnly'>,
): ConsoleStream {
  let closed = false;
  const gone = (error?: Error) => {
    if (closed) return;
    const code = error instanceof BmcError ? error.code : undefined;
    host.end(code === 'serial-busy' ? 'serial-busy' : 'target-closed', code && `serial over LAN: ${code}`);
  };
  port.on('error', gone);
  port.on('end', () => gone());
  port.on('close', () => gone());

  return {
    engine: 'serial',
    start: () => void port.on('data', (bytes: Buffer) => host.send(bytes)),
    receive(message) {
      if (message.kind !== 'binary') return host.end('viewer-misbehaved', 'text where bytes were expected');
      if (closed || readOnly || port.write(message.bytes)) return;
      host.holdViewer();
      port.once('drain', () => host.releaseViewer());
    },
    wordNotice: (notice) => JSON.stringify(notice),
    pause: () => void port.pause(),
    resume: () => void port.resume(),
    async close() {
      closed = true;
      // Destroying the stream gives the payload back; the session goes with it, or the BMC keeps the port busy.
      port.destroy();
      await bmc.close().catch(() => undefined);
    },
  };
}
