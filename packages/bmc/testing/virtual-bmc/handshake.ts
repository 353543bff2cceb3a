/** The BMC's side of the RMCP+ login, IPMI 2.0 §13.17 to §13.24: one function per message. */
import { randomBytes } from 'node:crypto';
import { findCipherSuite } from '../../src/ipmi/crypto/cipher-suite.ts';
import { codesMatch } from '../../src/ipmi/crypto/codes-match.ts';
import {
  deriveSessionKeys,
  type RakpExchange,
  rakp2AuthCode,
  rakp3AuthCode,
  rakp4IntegrityCheck,
  sessionIntegrityKey,
} from '../../src/ipmi/crypto/rakp-codes.ts';
import type { OpenSessionRequest, OpenSessionResponse } from '../../src/ipmi/payloads/open-session.ts';
import type { Rakp1 } from '../../src/ipmi/payloads/rakp-1.ts';
import type { Rakp2 } from '../../src/ipmi/payloads/rakp-2.ts';
import type { Rakp3 } from '../../src/ipmi/payloads/rakp-3.ts';
import type { Rakp4 } from '../../src/ipmi/payloads/rakp-4.ts';
import { RmcpStatus } from '../../src/ipmi/payloads/rmcp-status.ts';
import { privilegeCodes, type UserSlot } from '../server/user-table.ts';
import type { BmcState } from './command.ts';
import type { PendingSession, Remote } from './session-table.ts';

export function answerOpenSession(state: BmcState, request: OpenSessionRequest): OpenSessionResponse {
  const { tag, consoleSessionId, algorithms, maxPrivilege } = request;
  const suite = findCipherSuite(algorithms);
  if (suite === undefined || !state.habit.cipherSuites.includes(suite.id)) {
    return { tag, status: state.habit.suiteRefusal, accepted: undefined };
  }
  const pending = state.sessions.open({ remoteId: consoleSessionId, suite });
  if (pending === undefined) return { tag, status: RmcpStatus.insufficientResources, accepted: undefined };
  return {
    tag,
    status: RmcpStatus.ok,
    accepted: {
      // 0 asks for the highest there is.
      maxPrivilege: maxPrivilege === 0 ? privilegeCodes.administrator : maxPrivilege,
      consoleSessionId,
      bmcSessionId: pending.id,
      algorithms,
    },
  };
}

export function answerRakp1(state: BmcState, message: Rakp1): Rakp2 {
  const { tag, username } = message;
  const pending = state.sessions.pending(message.bmcSessionId);
  if (pending === undefined) return { tag, status: RmcpStatus.invalidSessionId, accepted: undefined };
  const { logins } = state.effects;
  logins.attempts += 1;

  const user = state.server.users.findByName(username.toString('latin1'));
  const refusal = refuseLogin(state, user, message.role & 0x0f);
  if (user === undefined || refusal !== undefined || username.length === 0) {
    logins.refusedNames += 1;
    state.sessions.abandon(pending.id);
    return { tag, status: refusal ?? RmcpStatus.unauthorizedName, accepted: undefined };
  }

  const exchange: RakpExchange = {
    suite: pending.suite,
    consoleSessionId: pending.remoteId,
    bmcSessionId: pending.id,
    consoleRandom: Buffer.from(message.consoleRandom),
    bmcRandom: randomBytes(16),
    bmcGuid: state.guid,
    role: message.role,
    username: Buffer.from(username),
  };
  pending.exchange = exchange;
  pending.slot = user.slot;
  return {
    tag,
    status: RmcpStatus.ok,
    accepted: {
      consoleSessionId: pending.remoteId,
      bmcRandom: Buffer.from(exchange.bmcRandom),
      bmcGuid: state.guid,
      authCode: rakp2AuthCode(exchange, comparedPassword(state, user)),
    },
  };
}

/** `undefined` when the console gave up: it is told nothing more. */
export function answerRakp3(state: BmcState, message: Rakp3, remote: Remote): Rakp4 | undefined {
  const { tag } = message;
  const pending = state.sessions.pending(message.bmcSessionId);
  if (pending?.exchange === undefined || pending.slot === undefined) {
    return { tag, status: RmcpStatus.invalidSessionId, accepted: undefined };
  }
  const { logins } = state.effects;
  if (message.status !== RmcpStatus.ok) {
    logins.rejectedByConsole += 1;
    state.sessions.abandon(pending.id);
    return undefined;
  }
  const user = state.server.users.slot(pending.slot);
  if (user === undefined) return { tag, status: RmcpStatus.unauthorizedName, accepted: undefined };
  const password = comparedPassword(state, user);
  if (!codesMatch(message.authCode, rakp3AuthCode(pending.exchange, password))) {
    logins.refusedPasswords += 1;
    state.sessions.abandon(pending.id);
    return { tag, status: RmcpStatus.invalidIntegrityCheck, accepted: undefined };
  }
  return establish(state, pending, { tag, user, exchange: pending.exchange, password, remote });
}

interface ProvenLogin {
  readonly tag: number;
  readonly user: UserSlot;
  readonly exchange: RakpExchange;
  readonly password: Buffer;
  readonly remote: Remote;
}

function establish(state: BmcState, pending: PendingSession, login: ProvenLogin): Rakp4 {
  const { tag, user, exchange, password, remote } = login;
  const integrityKey = sessionIntegrityKey(exchange, state.bmcKey ?? password);
  const asked = exchange.role & 0x0f;
  const limit = state.habit.enforcesPrivilege ? user.privilege : privilegeCodes.administrator;
  const maxPrivilege = asked === 0 ? limit : Math.min(limit, asked);
  state.sessions.establish(pending, {
    slot: user.slot,
    username: user.name,
    keys: deriveSessionKeys(pending.suite, integrityKey, password),
    remote,
    maxPrivilege,
    // A session starts as USER whatever was asked for (§13.24).
    privilege: Math.min(privilegeCodes.user, maxPrivilege),
  });
  state.effects.logins.accepted += 1;
  state.effects.sessionsOpened += 1;
  return {
    tag,
    status: RmcpStatus.ok,
    accepted: {
      consoleSessionId: pending.remoteId,
      integrityCheck: rakp4IntegrityCheck(exchange, integrityKey),
    },
  };
}

function refuseLogin(state: BmcState, user: UserSlot | undefined, role: number): number | undefined {
  if (user === undefined || !user.enabled) return RmcpStatus.unauthorizedName;
  const { privilege, messaging } = user;
  const none: readonly number[] = [privilegeCodes.unset, privilegeCodes['no-access']];
  if (none.includes(privilege) || !messaging) return RmcpStatus.unauthorizedName;
  if (state.habit.enforcesPrivilege && role > privilege) return RmcpStatus.unauthorizedRole;
  return undefined;
}

function comparedPassword({ faults }: BmcState, user: UserSlot): Buffer {
  return faults.wrongStoredPassword ? Buffer.from(`not ${user.slot}`) : user.password;
}
