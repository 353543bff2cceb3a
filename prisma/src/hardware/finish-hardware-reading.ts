import type { Tx } from '../client.ts';

/**
 * Ends a claim and says when to read next. Whoever asked while it was read is not put off, and `askAgain` keeps the wish of
 * somebody whose turn was taken by other work. `restSeconds`: for that long no open page brings the reading forward.
 */
export async function finishHardwareReading(
  tx: Tx,
  reading: {
    readonly serverId: string;
    readonly brokerId: string;
    readonly dueInSeconds: number;
    readonly restSeconds?: number | undefined;
    readonly askAgain?: boolean | undefined;
  },
): Promise<void> {
  const { serverId, brokerId, dueInSeconds, restSeconds = null, askAgain = false } = reading;
  await tx.$executeRaw`
    update hardware_watch
       set claimed_by = null, claimed_until = null,
           due_at = case when asked_at > tried_at then due_at
                         else now() + make_interval(secs => ${dueInSeconds}::float8) end,
           asked_at = case when ${askAgain} then clock_timestamp() else asked_at end,
           rest_until = now() + make_interval(secs => ${restSeconds}::float8)
     where server_id = ${serverId}::uuid and claimed_by = ${brokerId}::uuid`;
}
