import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../../src/clock.ts';
import type { ServerModel } from '../server/server-model.ts';
import { privilegeCodes, type UserSlot } from '../server/user-table.ts';
import type { RedfishFaults } from './redfish-faults.ts';
import type { RedfishHabit } from './redfish-habits.ts';

export interface RedfishSession {
  readonly id: string;
  readonly token: string;
  readonly slot: number;
  readonly username: string;
  /** Of the user when he logged in. */
  readonly privilege: number;
}

export interface LogEntry {
  readonly id: number;
  readonly created: Date;
  readonly severity: 'OK' | 'Warning' | 'Critical';
  readonly message: string;
}

/** Everything that the Redfish face keeps beside the model of the server. */
export interface RedfishService {
  readonly server: ServerModel;
  readonly habit: RedfishHabit;
  readonly faults: RedfishFaults;
  readonly clock: Clock;
  readonly uuid: string;
  readonly sessions: Map<string, RedfishSession>;
  readonly log: LogEntry[];
  /** Image of each virtual drive; `undefined` when it is empty. */
  readonly media: Map<string, string | undefined>;
  /** Accounts that may do nothing before their password is changed. */
  readonly mustChange: Set<number>;
  /** Requests that were answered, by method and path. */
  readonly requests: string[];
  readonly effects: { resets: number };
  restart(downMs: number): void;
}

export function openSession(service: RedfishService, user: UserSlot): RedfishSession | undefined {
  const { sessions, habit, faults } = service;
  if (faults.sessionsFull || sessions.size >= habit.sessionLimit) return undefined;
  const session = {
    id: randomBytes(6).toString('hex'),
    token: randomBytes(16).toString('hex'),
    slot: user.slot,
    username: user.name,
    privilege: user.privilege,
  };
  sessions.set(session.id, session);
  return session;
}

export function endSessionsOf({ sessions, habit }: RedfishService, slot: number, forced = false): void {
  if (habit.sessionsSurvive && !forced) return;
  for (const [id, session] of sessions) if (session.slot === slot) sessions.delete(id);
}

export function addLogEntry({ log }: RedfishService, severity: LogEntry['severity'], message: string): void {
  log.push({ id: (log.at(-1)?.id ?? 0) + 1, created: new Date(), severity, message });
}

const roles: Readonly<Record<string, number>> = {
  ReadOnly: privilegeCodes.user,
  Operator: privilegeCodes.operator,
  Administrator: privilegeCodes.administrator,
  None: privilegeCodes['no-access'],
};

export function roleOf(user: UserSlot): string {
  return Object.keys(roles).find((name) => roles[name] === user.privilege) ?? 'None';
}

export function privilegeOfRole(role: unknown): number | undefined {
  return typeof role === 'string' && Object.hasOwn(roles, role) ? roles[role] : undefined;
}

/** Changes whenever the account does. */
export function accountEtag(user: UserSlot): string {
  const { name, enabled, privilege, password } = user;
  const state = JSON.stringify([name, enabled, privilege, password.toString('hex')]);
  return createHash('sha256').update(state).digest('hex').slice(0, 16);
}
