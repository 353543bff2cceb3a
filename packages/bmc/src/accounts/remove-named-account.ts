/** Takes one named account off a BMC and gathers the proof. */
import type { NamedAccounts } from '../capabilities.ts';
import {
  type FailedRemovalStep,
  type Removal,
  type RemovalOf,
  refusedSteps,
  remains,
  stepRecorder,
  tryOldLogin,
} from './removal.ts';

/** See `removeAccount`. */
export async function removeNamedAccount(
  request: RemovalOf<NamedAccounts, { readonly username: string }>,
): Promise<Removal> {
  const { accounts, account } = request;
  const name = account.username;
  const failures: FailedRemovalStep[] = [];
  const attempt = stepRecorder(failures);
  const before = await attempt('read-back', async () => ({ found: await accounts.find(name) }));
  if (before === undefined) return { proven: false, failures };
  if (before.found !== undefined) {
    // Should the removal fail, what is left can neither log in nor be logged in to.
    await attempt('disable', () => accounts.disable(name));
    await attempt('scramble-password', () => accounts.setPassword(name, request.scramblePassword()));
  }
  // Also where the name is gone already: an earlier attempt may have been cut off before its sessions were.
  const sessions = await attempt('end-sessions', () => accounts.endSessions(name));
  if (before.found !== undefined) await attempt('blank-name', () => accounts.remove(name));

  const after = await attempt('read-back', async () => ({ found: await accounts.find(name) }));
  if (after === undefined) return { proven: false, failures };
  if (after.found !== undefined) {
    failures.push(remains('read-back', 'The account is still on the BMC.'));
    return { proven: false, failures };
  }
  const login = await tryOldLogin(request.tryOldLogin, failures, attempt);
  if (login === undefined) return { proven: false, failures };
  return {
    proven: true,
    evidence: {
      readBack: 'absent',
      login,
      sessionsEnded: sessions?.ended ?? 0,
      sessionsRemaining: sessions?.remaining ?? 0,
      sessionsTold: sessions?.told ?? false,
      refusedSteps: refusedSteps(failures),
    },
  };
}
