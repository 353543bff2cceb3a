import { BmcError } from '../../errors.ts';
import type { RawReply } from './exchange.ts';
import { textAt } from './json.ts';
import { messagesOf, refusalOf } from './messages.ts';
import type { Reply } from './redfish-client.ts';
import type { RedfishTiming } from './timing.ts';

const failedStates: readonly string[] = ['Exception', 'Killed', 'Cancelled', 'Interrupted'];

/**
 * Asks a task or its monitor until it is over (DSP0266 §12.2): a monitor answers 202 while it works, a task resource
 * 200 with its `TaskState`. Rejects with outcome `unknown` when it takes too long.
 */
export async function followTask(
  path: string,
  get: (path: string) => Promise<RawReply>,
  timing: RedfishTiming,
): Promise<Reply> {
  const polls = Math.ceil(timing.taskTimeoutMs / timing.taskPollMs);
  for (let poll = 0; poll < polls; poll++) {
    const reply = await get(path);
    if (reply.status >= 400) throw refusalOf(reply, { quote: true, outcome: 'unknown' });
    const state = textAt(reply.body, 'TaskState');
    if (state !== undefined && failedStates.includes(state)) throw failed(reply);
    const over = reply.status !== 202 && (state === undefined || state === 'Completed');
    if (over) return { status: reply.status, body: reply.body, location: undefined };
    await new Promise((resolve) => setTimeout(resolve, timing.taskPollMs));
  }
  throw new BmcError('busy', 'The BMC is still at work on this task.', {
    outcome: 'unknown',
    retry: 'later',
  });
}

function failed({ body }: RawReply): BmcError {
  const said = messagesOf({ '@Message.ExtendedInfo': body?.Messages })
    .map(({ text }) => text)
    .join(' ');
  return new BmcError('rejected', `The BMC’s task failed. ${said}`.trim(), {
    outcome: 'unknown',
    retry: 'never',
  });
}
