import type { Tx } from '../client.ts';

/** Goes on without. False: there is no open hand-over of this server. */
export async function overrideHandOver(
  tx: Tx,
  override: { readonly serverId: string; readonly byUserId: string; readonly reason: string },
): Promise<boolean> {
  const closed = await tx.$executeRaw`
    update hand_over set state = 'overridden', closed_at = clock_timestamp(), closed_by_id = ${override.byUserId}::uuid,
           override_reason = ${override.reason}
     where server_id = ${override.serverId}::uuid and state = 'open'`;
  return closed === 1;
}

/** Has the next attempt made now: what stood in its way may be gone. */
export async function hastenHandOver(tx: Tx, { serverId }: { readonly serverId: string }): Promise<void> {
  await tx.$executeRaw`
    update hand_over set next_attempt_at = now()
     where server_id = ${serverId}::uuid and state = 'open' and next_attempt_at > now()`;
}
