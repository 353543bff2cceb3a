/**
 * The crash matrix. A broker is interrupted before and after every statement and every BMC call in the life of a
 * grant: it is killed, the call fails, or the call never returns and somebody restarts the broker. Whatever happens,
 * sixty seconds after the end (or after the restart, where that is later) nobody logs in with the issued password,
 * nothing of Postern's is left on the BMC, the grant is over in the rows, and the audit chain holds.
 */
import { bmcShapes } from '../../../apps/broker/test/support/site.ts';
import type { Figures, Outcome, Scenario, Trial } from '../scenario.ts';
import { interruptInProcess } from './interrupt-in-process.ts';
import { killAtPoints, killAtRandom } from './kill-process.ts';

export const crash: Scenario = {
  name: 'crash',
  promise: 'A broker that dies, fails or hangs at any moment leaves no account behind.',
  async run(trial: Trial): Promise<Outcome> {
    const parts: Outcome[] = [];
    for (const shape of bmcShapes) {
      parts.push(await interruptInProcess(trial, 'exception', shape));
      parts.push(await interruptInProcess(trial, 'hang', shape));
    }
    // A process takes its time to start: the quick size kills over one protocol.
    const killed = trial.size === 'full' ? bmcShapes : [trial.chance.pick(bmcShapes)];
    for (const shape of killed) parts.push(await killAtPoints(trial, shape));
    parts.push(await killAtRandom(trial));
    const figures: Figures = Object.assign({}, ...parts.map((part) => part.figures));
    return { figures, violations: parts.flatMap((part) => part.violations) };
  },
};
