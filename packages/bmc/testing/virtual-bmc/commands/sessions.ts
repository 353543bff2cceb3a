/** Sessions: privilege, information, end. IPMI 2.0 §22.18 to §22.20. */
import { privilegeCodes } from '../../server/user-table.ts';
import { type CommandContext, done, netFns, refuse, type VirtualCommand } from '../command.ts';
import { completionCodes } from '../completion-codes.ts';
import type { VirtualSession } from '../session-table.ts';

const BY_HANDLE = 0xfe;
const BY_ID = 0xff;
const RMCP_PLUS = 0x10;

export const setSessionPrivilegeLevel: VirtualCommand = {
  netFn: netFns.app,
  command: 0x3b,
  privilege: 0,
  minimumLength: 1,
  run({ session }, [first = 0]) {
    if (session === undefined) return refuse(completionCodes.wrongState);
    const wanted = first & 0x0f;
    if (wanted > session.maxPrivilege) return refuse(completionCodes.privilegeExceeds);
    // 0 asks for the present level.
    if (wanted !== 0) session.privilege = wanted;
    return done([session.privilege]);
  },
};

export const closeSession: VirtualCommand = {
  netFn: netFns.app,
  command: 0x3c,
  privilege: 0,
  minimumLength: 4,
  run(context, data) {
    const id = data.readUInt32LE(0);
    return id === 0 ? closeByHandle(context, data[4]) : closeById(context, id);
  },
};

export const getSessionInfo: VirtualCommand = {
  netFn: netFns.app,
  command: 0x3d,
  privilege: privilegeCodes.user,
  minimumLength: 1,
  run(context, data) {
    const { sessions, habit } = context;
    const found = findSession(context, data);
    const head = [found?.handle ?? 0, habit.sessionLimit & 0x3f, sessions.list().length & 0x3f];
    if (found === undefined) return done(head);
    return done(Buffer.concat([Buffer.from(head), describe(found, habit.lanChannel)]));
  },
};

function findSession({ session, sessions }: CommandContext, data: Buffer): VirtualSession | undefined {
  const list = sessions.list();
  const [index = 0] = data;
  switch (index) {
    case 0:
      return session;
    case BY_HANDLE:
      return list.find((other) => other.handle === data[1]);
    case BY_ID:
      return data.length < 5 ? undefined : sessions.active(data.readUInt32LE(1));
    default:
      return list[index - 1];
  }
}

function describe(session: VirtualSession, channel: number): Buffer {
  const bytes = Buffer.alloc(15);
  bytes[0] = session.slot;
  bytes[1] = session.privilege;
  bytes[2] = RMCP_PLUS | channel;
  for (const [index, part] of session.remote.address.split('.').entries()) bytes[3 + index] = Number(part);
  bytes.writeUInt16LE(session.remote.port, 13);
  return bytes;
}

function closeById(context: CommandContext, id: number) {
  const target = context.sessions.active(id);
  if (target === undefined) return refuse(completionCodes.invalidSessionId);
  return close(context, target);
}

function closeByHandle(context: CommandContext, handle: number | undefined) {
  const refusal = context.faults.closeByHandle ?? context.habit.closeByHandle;
  if (refusal !== completionCodes.ok) return refuse(refusal);
  const target = context.sessions.list().find((session) => session.handle === handle);
  if (target === undefined) return refuse(completionCodes.invalidSessionHandle);
  return close(context, target);
}

function close({ session, sessions }: CommandContext, target: VirtualSession) {
  if (target !== session && session?.privilege !== privilegeCodes.administrator) {
    return refuse(completionCodes.insufficientPrivilege);
  }
  return { ...done(), afterwards: () => sessions.end(target) };
}
