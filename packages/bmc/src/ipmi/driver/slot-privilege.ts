import type { SlotAccounts } from '../../capabilities.ts';
import { BmcError } from '../../errors.ts';
import { setUserAccess, type UserAccessRequest } from '../commands/app/set-user-access.ts';
import { CompletionCode, hasCompletionCode } from '../completion-code.ts';
import { privilegeLevels } from '../privilege.ts';
import type { Session } from '../sessions/session.ts';

export interface SlotPrivilegeRequest {
  readonly session: Session;
  readonly slot: number;
  readonly privilege: Parameters<SlotAccounts['setPrivilege']>[1];
  readonly channels: readonly number[];
  /** Whether the BMC takes NO ACCESS at all; false: it is not tried again. */
  readonly noAccess: boolean;
}

/**
 * Sets the privilege on each channel; one refusal does not spare the others, the first is thrown at the end.
 * Where NO ACCESS is refused (OpenBMC answers CCh) the slot is held down to USER with messaging off, and the
 * call still rejects with that completion code: the caller has to know that something is left.
 */
export async function setSlotPrivilege(request: SlotPrivilegeRequest): Promise<void> {
  const { session, slot, privilege, channels } = request;
  const refusals: BmcError[] = [];
  for (const channel of channels) {
    const access = { channel, slot, privilege: privilegeLevels[privilege], messaging: privilege !== 'none' };
    const known = privilege === 'none' && !request.noAccess ? noAccessRefused() : undefined;
    const refusal = known ?? (await refusalOf(writeAccess(session, access)));
    if (refusal === undefined) continue;
    refusals.push(refusal);
    if (privilege !== 'none') continue;
    const least = { channel, slot, privilege: privilegeLevels.user, messaging: false };
    const second = await refusalOf(writeAccess(session, least));
    if (second !== undefined) refusals.push(second);
  }
  const [first] = refusals;
  if (first !== undefined) throw partlyApplied(first);
}

function noAccessRefused(): BmcError {
  return new BmcError('rejected', 'This BMC refuses NO ACCESS: its on-boarding probe saw it.', {
    outcome: 'not-applied',
    retry: 'never',
  });
}

/** Four bytes first, three where the BMC answers C7h: firmware wants one or the other. */
async function writeAccess(
  session: Session,
  access: Omit<UserAccessRequest, 'withSessionLimit'>,
): Promise<void> {
  try {
    await session.execute(setUserAccess, { ...access, withSessionLimit: true });
  } catch (error) {
    if (!hasCompletionCode(error, CompletionCode.requestLengthInvalid)) throw error;
    await session.execute(setUserAccess, { ...access, withSessionLimit: false });
  }
}

async function refusalOf(write: Promise<void>): Promise<BmcError | undefined> {
  try {
    await write;
    return undefined;
  } catch (error) {
    if (error instanceof BmcError && error.completionCode !== undefined) return error;
    throw error;
  }
}

/** Other channels, or the lesser privilege, may have been written all the same. */
function partlyApplied(refusal: BmcError): BmcError {
  return new BmcError(refusal.code, refusal.message, {
    outcome: 'unknown',
    retry: refusal.retry,
    cause: refusal,
    ...(refusal.completionCode === undefined ? {} : { completionCode: refusal.completionCode }),
  });
}
