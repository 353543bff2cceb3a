/** Reads power and boot device and keeps what was read, for the pages. Latest values only. */
import type { BootOverride, PowerState } from '@postern/bmc';
import { recordBootReading, recordPowerFailure, recordPowerReading } from '@postern/database';
import type { BrokerParts } from '../broker-parts.ts';
import { describeFailure } from '../failure.ts';

/** A server and the BMC that it is read through. */
export interface ReadableServer {
  readonly serverId: string;
  readonly bmcId: string;
}

export type PowerLook =
  | { readonly kind: 'seen'; readonly state: PowerState }
  /** Other work has the BMC: nothing is known, and nothing is wrong. */
  | { readonly kind: 'busy' }
  | { readonly kind: 'failed'; readonly code: string };

/** Looks at the power state and keeps what was seen. A BMC that cannot be read is a result, not an error. */
export async function readPower(parts: BrokerParts, server: ReadableServer): Promise<PowerLook> {
  let state: PowerState | undefined;
  try {
    state = await parts.lanes.glance(server.bmcId, (bmc) => bmc.power.state());
  } catch (error) {
    const { code } = describeFailure(error);
    await recordPowerFailure(parts.db.client, { serverId: server.serverId, errorCode: code });
    return { kind: 'failed', code };
  }
  if (state === undefined) return { kind: 'busy' };
  await storePower(parts, server, state);
  return { kind: 'seen', state };
}

export async function storePower(
  { db }: BrokerParts,
  { serverId }: ReadableServer,
  state: PowerState,
): Promise<void> {
  await recordPowerReading(db.client, { serverId, state });
}

/** What the BMC holds for the next start. A BMC without boot options is left without a reading. */
export async function readBoot(parts: BrokerParts, server: ReadableServer): Promise<void> {
  let held: BootOverride | undefined;
  try {
    held = await parts.lanes.glance(server.bmcId, (bmc) => bmc.boot.read());
  } catch (error) {
    const { serverId, bmcId } = server;
    parts.log.debug(
      { serverId, bmcId, code: describeFailure(error).code },
      'the boot device could not be read',
    );
  }
  if (held !== undefined) await storeBoot(parts, server, held);
}

export async function storeBoot(
  { db }: BrokerParts,
  { serverId }: ReadableServer,
  held: BootOverride,
): Promise<void> {
  const { device, persistent, firmware } = held;
  await recordBootReading(db.client, { serverId, device, persistent, firmware });
}
