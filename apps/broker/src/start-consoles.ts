/** Fits the console gateway to the broker: its vault, its way to BMCs, its notices and its metrics. */
import type { BrokerParts } from './broker-parts.ts';
import type { Clock } from './clock.ts';
import { connectTcp } from './console/connect-tcp.ts';
import { createConsoleMetrics } from './console/console-metrics.ts';
import { type ConsoleGatewayConfig, createConsoleGateway } from './console/gateway.ts';
import type { ChangeFeed, Consoles } from './start-broker.ts';

export async function startConsoles(
  parts: BrokerParts,
  changes: ChangeFeed,
  config: ConsoleGatewayConfig,
): Promise<Consoles> {
  const { db, brokerId, vault, lanes, log, metrics } = parts;
  const gateway = await createConsoleGateway({
    db,
    brokerId,
    config,
    log,
    metrics: createConsoleMetrics(metrics.registry),
    openScreenPassword: vault.openScreenPassword,
    openBmcForSerial: lanes.openSerial,
    listen: (wakeUps) =>
      changes.subscribe({ onChange: wakeUps.changed, onResync: () => wakeUps.everything() }),
  });
  return {
    guacdAvailable: rememberGuacd(config, parts.clock),
    close: () => gateway.close('broker-stopping'),
  };
}

/** guacd writes a line to its log for each visit, so the answer is kept for a while. */
const askAgainMs = 15_000;
const timeoutMs = 1_000;

function rememberGuacd({ guacd }: ConsoleGatewayConfig, clock: Clock): () => Promise<boolean> {
  let last: { readonly atMs: number; readonly answers: boolean } | undefined;
  return async () => {
    if (guacd === undefined) return false;
    if (last === undefined || clock.now() - last.atMs > askAgainMs) {
      const answers = await connectTcp({ ...guacd, timeoutMs }).then(
        (socket) => {
          socket.destroy();
          return true;
        },
        () => false,
      );
      last = { atMs: clock.now(), answers };
    }
    return last.answers;
  };
}
