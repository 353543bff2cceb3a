/** From a redeemed ticket to an open engine. Where it leads is read from the server's BMC now, never from the ticket. */
import type { Secret } from '@postern/bmc';
import type { ConsoleFacts, TicketClaims } from '@postern/database';
import type { ConsoleHello } from '@postern/domain';
import type { SerialBmc } from '../provisioning/bmc-lanes.ts';
import { ConsoleOpenError, type ConsoleStream, type EngineHost } from './engine.ts';
import { openScreen, type ScreenDependencies } from './kvm/open-screen.ts';
import { openSerial } from './sol/open-serial.ts';

export interface EngineDependencies extends ScreenDependencies {
  /** Opens a screen's sealed VNC password. Throws `SealError`. */
  readonly openScreenPassword: (bmcId: string, sealed: string) => Secret;
  /** Logs in to a BMC with a session of the console's own. */
  readonly openBmcForSerial: (bmcId: string) => Promise<SerialBmc>;
}

export interface EngineRequest {
  readonly claims: TicketClaims;
  readonly facts: ConsoleFacts;
  readonly hello: ConsoleHello;
  readonly host: EngineHost;
}

/** Rejects with `ConsoleOpenError`. */
export function openEngine(request: EngineRequest, deps: EngineDependencies): Promise<ConsoleStream> {
  return request.claims.kind === 'serial' ? openSerialOf(request, deps) : openScreenOf(request, deps);
}

async function openScreenOf(
  { claims, facts, hello, host }: EngineRequest,
  deps: EngineDependencies,
): Promise<ConsoleStream> {
  const { bmc } = facts;
  if (bmc?.screenProtocol !== 'vnc' || bmc.screenHost === null || bmc.screenPort === null)
    throw new ConsoleOpenError('target-unreachable', 'this server has no screen');
  const password =
    bmc.sealedScreenPassword === null ? undefined : openPassword(bmc.id, bmc.sealedScreenPassword, deps);
  return openScreen(
    {
      screen: { host: bmc.screenHost, port: bmc.screenPort, password },
      readOnly: claims.readOnly,
      width: hello.width ?? 1024,
      height: hello.height ?? 768,
      host,
    },
    deps,
  );
}

function openPassword(bmcId: string, sealed: string, { openScreenPassword }: EngineDependencies): Secret {
  try {
    return openScreenPassword(bmcId, sealed);
  } catch (cause) {
    throw new ConsoleOpenError('target-login-refused', 'the stored screen password does not open', { cause });
  }
}

async function openSerialOf(
  { claims, facts, host }: EngineRequest,
  { openBmcForSerial }: EngineDependencies,
): Promise<ConsoleStream> {
  const { bmc } = facts;
  if (!bmc?.serialOverLan)
    throw new ConsoleOpenError('target-unreachable', 'this server has no serial over LAN');
  return openSerial({ openBmc: () => openBmcForSerial(bmc.id), host, readOnly: claims.readOnly });
}
