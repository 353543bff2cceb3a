import type { Tx } from '../client.ts';

/** What an admin says of a BMC, without its secrets. */
export interface BmcFacts {
  readonly protocol: string;
  readonly host: string;
  readonly port: number;
  readonly allowedSlots: readonly number[];
  readonly screenProtocol: 'none' | 'vnc';
  readonly screenHost: string | null;
  readonly screenPort: number | null;
  readonly serialOverLan: boolean;
}

/**
 * Adds a server's BMC, or changes it. `addressChanged`: what was learnt of the old one (cipher suite) is forgotten.
 * `screenMoved`: its screen is shown from elsewhere than before.
 */
export async function writeBmc(
  tx: Tx,
  serverId: string,
  facts: BmcFacts,
): Promise<{
  readonly bmcId: string;
  readonly created: boolean;
  readonly addressChanged: boolean;
  readonly screenMoved: boolean;
}> {
  const data = { ...facts, allowedSlots: [...facts.allowedSlots] };
  const held = await tx.bmc.findUnique({
    where: { serverId },
    select: { id: true, host: true, port: true, screenHost: true, screenPort: true },
  });
  if (held === null) {
    const made = await tx.bmc.create({ data: { ...data, serverId }, select: { id: true } });
    return { bmcId: made.id, created: true, addressChanged: false, screenMoved: false };
  }
  const addressChanged = held.host !== facts.host || held.port !== facts.port;
  const forgotten = addressChanged ? { cipherSuite: null, frozenUntil: null } : {};
  await tx.bmc.update({ where: { id: held.id }, data: { ...data, ...forgotten }, select: { id: true } });
  const screenMoved =
    facts.screenHost !== null &&
    (held.screenHost !== facts.screenHost || held.screenPort !== facts.screenPort);
  return { bmcId: held.id, created: false, addressChanged, screenMoved };
}
