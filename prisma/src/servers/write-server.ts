import type { Tx } from '../client.ts';

/** What an admin says of a server. */
export interface ServerFacts {
  readonly siteId: string;
  readonly organisationId: string | null;
  readonly name: string;
  readonly rack: string;
  readonly ipAddresses: readonly string[];
  readonly serial: string | null;
}

export function insertServer(tx: Tx, facts: ServerFacts): Promise<{ readonly id: string }> {
  return tx.server.create({ data: { ...facts, ipAddresses: [...facts.ipAddresses] }, select: { id: true } });
}

export async function updateServer(
  tx: Tx,
  serverId: string,
  facts: Omit<ServerFacts, 'siteId'>,
): Promise<void> {
  await tx.server.update({
    where: { id: serverId },
    data: { ...facts, ipAddresses: [...facts.ipAddresses] },
    select: { id: true },
  });
}

/** Takes the server's row for this transaction, so that nobody requests access while it, or its BMC, changes. */
export async function lockServer(tx: Tx, serverId: string): Promise<void> {
  await tx.$executeRaw`select from server where id = ${serverId}::uuid for update`;
}
