/** Who is logged in, and ending it as far as the BMC lets us. */
import type { BmcSession, SerialHolder, SessionsEnded } from '../../capabilities.ts';
import { BmcError } from '../../errors.ts';
import { closeSession } from '../commands/app/close-session.ts';
import { deactivateSolPayload, payloadAlreadyDeactivated } from '../commands/app/deactivate-payload.ts';
import { getSolActivationStatus } from '../commands/app/get-payload-activation-status.ts';
import { getSolInstanceInfo } from '../commands/app/get-payload-instance-info.ts';
import { getSessionInfo } from '../commands/app/get-session-info.ts';
import { hasCompletionCode } from '../completion-code.ts';
import { privilegeName } from '../privilege.ts';
import type { Session } from '../sessions/session.ts';

/**
 * Walks the BMC's session table. An index that the BMC does not know ends the walk; a refusal of the first rejects, since
 * our own session has to be in the table: such a BMC does not tell who is logged in.
 */
export async function listSessions(session: Session): Promise<readonly BmcSession[]> {
  const sessions: BmcSession[] = [];
  for (let index = 1, active = 1; index <= active; index++) {
    const asked = session.execute(getSessionInfo, { index });
    const info = index === 1 ? await asked : await orRefused(asked);
    if (info === undefined) break;
    active = info.activeCount;
    if (info.session === undefined) continue;
    sessions.push({
      handle: info.handle,
      slot: info.session.slot,
      privilege: privilegeName(info.session.privilege),
      remoteAddress: info.session.remoteAddress,
    });
  }
  return sessions;
}

export interface SessionsToEnd {
  readonly session: Session;
  readonly slot: number;
  readonly sessionIds: readonly number[];
  /** Whether the BMC may know Close Session by handle; false: it is not tried. */
  readonly byHandle: boolean;
}

/**
 * Ends the slot's serial session, then its sessions by handle, and looks again: what is counted is what the
 * table shows afterwards, not what the BMC said. `ipmi_sim` refuses a close by handle (87h), others do not
 * have it (C1h, CCh); such sessions are `remaining`, unless their ids are known: `ipmi_sim` obeys those. Where the
 * table is refused (go-ipmi's server does) the serial session and the known ids are ended all the same.
 */
export async function endSlotSessions(request: SessionsToEnd): Promise<SessionsEnded> {
  const { session, slot, sessionIds } = request;
  const before = await orRefused(sessionsOf(session, slot));
  if (before?.length !== 0 && (await serialBelongsTo(session, slot))) await releaseSerial(session);
  for (const { handle } of request.byHandle ? (before ?? []) : [])
    await orRefused(session.execute(closeSession, { handle }));
  for (const sessionId of sessionIds) await closeIfOwned(session, slot, sessionId);
  if (before === undefined) return { ended: 0, remaining: 0, told: false };
  const remaining = before.length === 0 ? 0 : (await sessionsOf(session, slot)).length;
  return { ended: Math.max(0, before.length - remaining), remaining, told: true };
}

/**
 * An id may have been given to somebody else since: where the BMC tells whose it is, only a session that is the slot's
 * now is closed.
 */
async function closeIfOwned(session: Session, slot: number, sessionId: number): Promise<void> {
  const info = await orRefused(session.execute(getSessionInfo, { sessionId }));
  const isOthers = info !== undefined && info.session?.slot !== slot;
  if (isOthers || sessionId === session.bmcSessionId) return;
  await orRefused(session.execute(closeSession, { sessionId }));
}

/** Ends whoever holds the serial payload; nobody holding it counts as done. */
export async function releaseSerial(session: Session): Promise<void> {
  try {
    await session.execute(deactivateSolPayload, undefined);
  } catch (error) {
    if (!hasCompletionCode(error, payloadAlreadyDeactivated)) throw error;
  }
}

/** Some BMCs tell only that the payload is active, some only its owner, some neither (C1h): then nobody is taken to hold it. */
export async function serialHolder(session: Session): Promise<SerialHolder | undefined> {
  const status = await orRefused(session.execute(getSolActivationStatus, undefined));
  if (status?.active === false) return undefined;
  const instance = await orRefused(session.execute(getSolInstanceInfo, undefined));
  if (instance === undefined || instance.ownerSessionId === 0) return status === undefined ? undefined : {};
  const owner = await orRefused(session.execute(getSessionInfo, { sessionId: instance.ownerSessionId }));
  if (owner?.session === undefined) return {};
  return { slot: owner.session.slot, remoteAddress: owner.session.remoteAddress };
}

async function sessionsOf(session: Session, slot: number): Promise<readonly BmcSession[]> {
  const sessions = await listSessions(session);
  return sessions.filter((candidate) => candidate.slot === slot);
}

/**
 * Whether the slot's user holds the serial payload. Where the BMC does not tell whose it is, the answer is
 * yes: cutting somebody's console is a nuisance, leaving it to a revoked account is a hole.
 */
async function serialBelongsTo(session: Session, slot: number): Promise<boolean> {
  const status = await orRefused(session.execute(getSolActivationStatus, undefined));
  if (status?.active === false) return false;
  const instance = await orRefused(session.execute(getSolInstanceInfo, undefined));
  if (instance === undefined) return status !== undefined;
  if (instance.ownerSessionId === 0) return false;
  const owner = await orRefused(session.execute(getSessionInfo, { sessionId: instance.ownerSessionId }));
  return owner?.session === undefined || owner.session.slot === slot;
}

/** The reply, or `undefined` when the BMC answered with a refusal. Silence still rejects. */
async function orRefused<T>(reply: Promise<T>): Promise<T | undefined> {
  try {
    return await reply;
  } catch (error) {
    if (error instanceof BmcError && error.completionCode !== undefined) return undefined;
    throw error;
  }
}
