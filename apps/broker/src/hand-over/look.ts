/** One item of a hand-over: what is found becomes a line of the certificate, also when it could not be found out. */
import { BmcError } from '@postern/bmc';
import type { HandOverItem, HandOverLine } from '@postern/domain';
import { describeFailure } from '../failure.ts';

export type Finding = Omit<HandOverLine, 'item'>;

/** Ends the attempt: somebody else goes on with it. */
const passedOn: readonly string[] = ['superseded', 'lease-lost', 'bmc-in-use'];

/** @throws what says that the work is no longer ours. */
export async function look(item: HandOverItem, find: () => Promise<Finding>): Promise<HandOverLine> {
  try {
    return { item, ...(await find()) };
  } catch (error) {
    if (error instanceof BmcError && error.code === 'not-supported') {
      return { item, outcome: 'not-possible', detail: 'The BMC does not have the command.' };
    }
    const { code, message } = describeFailure(error);
    if (passedOn.includes(code)) throw error;
    return { item, outcome: 'failed', detail: message };
  }
}
