/** The user table: IPMI 2.0 §22.26 to §22.30. */
import { type PrivilegeName, privilegeCodes, type UserSlot } from '../../server/user-table.ts';
import {
  type CommandContext,
  type CommandReply,
  done,
  netFns,
  refuse,
  type VirtualCommand,
} from '../command.ts';
import { completionCodes } from '../completion-codes.ts';
import { lanChannel } from './channels.ts';

const NAME_LENGTH = 16;
const settable: readonly number[] = (
  ['callback', 'user', 'operator', 'administrator', 'oem'] as PrivilegeName[]
).map((name) => privilegeCodes[name]);

export const setUserAccess: VirtualCommand = {
  netFn: netFns.app,
  command: 0x43,
  privilege: privilegeCodes.administrator,
  minimumLength: 3,
  run(context, data) {
    const { habit, server } = context;
    const [first = 0, id = 0, limit = 0] = data;
    if (!habit.setUserAccessLengths.includes(data.length)) return refuse(completionCodes.requestLength);
    const user = server.users.slot(id & 0x3f);
    if (user === undefined) return refuse(completionCodes.outOfRange);
    if (lanChannel(first, habit) === undefined) return refuse(completionCodes.invalidField);
    const privilege = limit & 0x0f;
    const refusal = refusePrivilege(privilege, habit.noAccess);
    if (refusal !== undefined) return refuse(refusal);
    if ((first & 0x80) !== 0) {
      user.callbackOnly = (first & 0x40) !== 0;
      user.linkAuthentication = (first & 0x20) !== 0;
      user.messaging = (first & 0x10) !== 0;
    }
    const lowered =
      privilege === privilegeCodes['no-access'] || privilege < user.privilege || !user.messaging;
    user.privilege = privilege;
    return { ...done(), ...(lowered ? { afterwards: () => endSessionsOf(context, user.slot) } : {}) };
  },
};

export const getUserAccess: VirtualCommand = {
  netFn: netFns.app,
  command: 0x44,
  privilege: privilegeCodes.operator,
  minimumLength: 2,
  run({ habit, server }, [first = 0, id = 0]) {
    const user = server.users.slot(id & 0x3f);
    if (lanChannel(first, habit) === undefined) return refuse(completionCodes.invalidField);
    if (user === undefined) return refuse(completionCodes.outOfRange);
    const users = server.users.list();
    const enabledState = habit.tellsEnabledState ? (user.enabled ? 0x40 : 0x80) : 0;
    const flags =
      (user.callbackOnly ? 0x40 : 0) | (user.linkAuthentication ? 0x20 : 0) | (user.messaging ? 0x10 : 0);
    return done([
      server.users.size,
      enabledState | users.filter((other) => other.enabled).length,
      users.filter((other) => other.fixedName).length,
      flags | user.privilege,
    ]);
  },
};

export const setUserName: VirtualCommand = {
  netFn: netFns.app,
  command: 0x45,
  privilege: privilegeCodes.administrator,
  minimumLength: 1 + NAME_LENGTH,
  run(context, data) {
    const { habit, server, faults } = context;
    const user = server.users.slot((data[0] ?? 0) & 0x3f);
    if (user === undefined) return refuse(completionCodes.outOfRange);
    const name = textUpToNul(data.subarray(1, 1 + NAME_LENGTH));
    if (user.fixedName || (faults.slotTableFull && user.name === ''))
      return refuse(completionCodes.invalidField);
    if (name === '') return blankName(context, user);
    const taken = server.users.list().some((other) => other !== user && other.name === name);
    if (!habit.acceptsName(name) || (taken && !habit.duplicateNames))
      return refuse(completionCodes.invalidField);
    const renamed = user.name !== name;
    user.name = name;
    return { ...done(), ...(renamed ? { afterwards: () => endSessionsOf(context, user.slot) } : {}) };
  },
};

export const getUserName: VirtualCommand = {
  netFn: netFns.app,
  command: 0x46,
  privilege: privilegeCodes.operator,
  minimumLength: 1,
  run({ habit, server, faults }, [id = 0]) {
    const user = server.users.slot(id & 0x3f);
    if (user === undefined) return refuse(completionCodes.outOfRange);
    const name = user.name === '' && faults.slotTableFull ? `other${user.slot}` : user.name;
    if (name === '' && habit.emptyName !== completionCodes.ok) return refuse(habit.emptyName);
    const bytes = Buffer.alloc(NAME_LENGTH);
    bytes.write(name, 'latin1');
    return done(bytes);
  },
};

export const setUserPassword: VirtualCommand = {
  netFn: netFns.app,
  command: 0x47,
  privilege: privilegeCodes.administrator,
  minimumLength: 2,
  run(context, data) {
    const [first = 0, second = 0] = data;
    const user = context.server.users.slot(first & 0x3f);
    if (user === undefined) return refuse(completionCodes.outOfRange);
    switch (second & 0x03) {
      case 0:
        return disable(context, user);
      case 1:
        return enable(context, user);
      case 2:
        return setPassword(context, user, data);
      default:
        return testPassword(context, user, data);
    }
  },
};

function disable(context: CommandContext, user: UserSlot): CommandReply {
  user.enabled = false;
  return { ...done(), afterwards: () => endSessionsOf(context, user.slot) };
}

function enable({ habit }: CommandContext, user: UserSlot): CommandReply {
  if (!habit.enableWithoutPassword && user.password.length === 0) return refuse(completionCodes.invalidField);
  user.enabled = true;
  return done();
}

function setPassword(context: CommandContext, user: UserSlot, data: Buffer): CommandReply {
  const password = passwordOf(data);
  if (password === undefined) return refuse(completionCodes.requestLength);
  const { habit, faults } = context;
  if (password.length < habit.passwordMinimum) return refuse(completionCodes.invalidField);
  const kept = Math.min(habit.passwordKept, faults.passwordKept ?? habit.passwordKept);
  user.password = password.subarray(0, kept);
  return { ...done(), afterwards: () => endSessionsOf(context, user.slot) };
}

function testPassword({ habit }: CommandContext, user: UserSlot, data: Buffer): CommandReply {
  const password = passwordOf(data);
  if (password === undefined) return refuse(completionCodes.requestLength);
  if (!habit.passwordTestCompares || password.equals(user.password)) return done();
  return refuse(completionCodes.passwordMismatch);
}

/** The 16 or 20 byte form without its padding; `undefined` when the length is neither. */
function passwordOf(data: Buffer): Buffer | undefined {
  const length = ((data[0] ?? 0) & 0x80) === 0 ? 16 : 20;
  if (data.length !== 2 + length) return undefined;
  const field = data.subarray(2);
  const end = field.indexOf(0);
  return Buffer.from(end === -1 ? field : field.subarray(0, end));
}

function blankName(context: CommandContext, user: UserSlot): CommandReply {
  const { habit, server, sessions } = context;
  if (habit.blankName !== completionCodes.ok) return refuse(habit.blankName);
  const inUse = sessions.list().some((session) => session.slot === user.slot);
  if (inUse && !habit.blankNameWhileInUse) return refuse(completionCodes.wrongState);
  user.name = '';
  if (habit.blankNameDeletes) server.users.clear(user.slot);
  return { ...done(), afterwards: () => endSessionsOf(context, user.slot) };
}

/** Ends the sessions of a user who lost something, where this BMC does that. */
function endSessionsOf({ sessions, faults, habit }: CommandContext, slot: number): void {
  if (faults.sessionsSurvive ?? habit.sessionsSurvive) return;
  for (const session of sessions.list()) if (session.slot === slot) sessions.end(session);
}

function refusePrivilege(privilege: number, noAccessRefusal: number): number | undefined {
  if (privilege !== privilegeCodes['no-access']) {
    return settable.includes(privilege) ? undefined : completionCodes.invalidField;
  }
  return noAccessRefusal === completionCodes.ok ? undefined : noAccessRefusal;
}

function textUpToNul(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.subarray(0, end === -1 ? bytes.length : end).toString('latin1');
}
