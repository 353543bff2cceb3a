/** Serial over LAN as a payload: IPMI 2.0 §24. */
import { privilegeCodes } from '../../server/user-table.ts';
import { done, netFns, refuse, type VirtualCommand } from '../command.ts';
import { completionCodes } from '../completion-codes.ts';
import { solPayloadSize } from '../sol-port.ts';
import { lanChannel } from './channels.ts';

const SOL = 1;
const SOL_BIT = 0x02;

export const activatePayload: VirtualCommand = {
  netFn: netFns.app,
  command: 0x48,
  privilege: privilegeCodes.user,
  minimumLength: 6,
  run({ server, session, sol, habit, port }, [type = 0, instance = 0]) {
    if (session === undefined) return refuse(completionCodes.wrongState);
    if ((type & 0x3f) !== SOL || (instance & 0x0f) !== 1) return refuse(completionCodes.invalidField);
    const user = server.users.slot(session.slot);
    const checksAccess = !habit.missingCommands.includes('set-user-payload-access');
    if (checksAccess && user?.serialAccess !== true) return refuse(completionCodes.insufficientPrivilege);
    if (sol.owner !== undefined) return refuse(completionCodes.payloadActive);
    const bytes = Buffer.alloc(12);
    bytes.writeUInt16LE(solPayloadSize, 4);
    bytes.writeUInt16LE(solPayloadSize, 6);
    bytes.writeUInt16LE(port, 8);
    bytes.writeUInt16LE(0xffff, 10);
    sol.activate(session);
    return done(bytes);
  },
};

export const deactivatePayload: VirtualCommand = {
  netFn: netFns.app,
  command: 0x49,
  privilege: privilegeCodes.user,
  minimumLength: 6,
  run({ session, sol }, [type = 0]) {
    if ((type & 0x3f) !== SOL) return refuse(completionCodes.invalidField);
    if (sol.owner === undefined) return refuse(completionCodes.payloadInactive);
    const own = sol.owner === session;
    if (!own && session?.privilege !== privilegeCodes.administrator) {
      return refuse(completionCodes.insufficientPrivilege);
    }
    sol.deactivate();
    return done();
  },
};

export const getPayloadActivationStatus: VirtualCommand = {
  netFn: netFns.app,
  command: 0x4a,
  privilege: privilegeCodes.user,
  minimumLength: 1,
  run({ sol }, [type = 0]) {
    if (type !== SOL) return done([0, 0, 0]);
    return done([1, sol.owner === undefined ? 0 : 1, 0]);
  },
};

export const getPayloadInstanceInfo: VirtualCommand = {
  netFn: netFns.app,
  command: 0x4b,
  privilege: privilegeCodes.user,
  minimumLength: 2,
  run({ sol }) {
    const bytes = Buffer.alloc(12);
    if (sol.owner !== undefined) {
      bytes.writeUInt32LE(sol.owner.id, 0);
      bytes[4] = 1;
    }
    return done(bytes);
  },
};

export const setUserPayloadAccess: VirtualCommand = {
  netFn: netFns.app,
  command: 0x4c,
  privilege: privilegeCodes.administrator,
  minimumLength: 6,
  run({ habit, server, sol }, [channel = 0, operation = 0, standard = 0]) {
    const user = server.users.slot(operation & 0x3f);
    if (user === undefined) return refuse(completionCodes.outOfRange);
    if (lanChannel(channel, habit) === undefined) return refuse(completionCodes.invalidField);
    const disabling = (operation & 0xc0) === 0x40;
    if ((standard & SOL_BIT) === 0) return done();
    user.serialAccess = !disabling;
    const cut = disabling && sol.owner?.slot === user.slot && !habit.sessionsSurvive;
    return { ...done(), ...(cut ? { afterwards: () => sol.deactivate() } : {}) };
  },
};

export const getUserPayloadAccess: VirtualCommand = {
  netFn: netFns.app,
  command: 0x4d,
  privilege: privilegeCodes.operator,
  minimumLength: 2,
  run({ habit, server }, [channel = 0, id = 0]) {
    const user = server.users.slot(id & 0x3f);
    if (user === undefined) return refuse(completionCodes.outOfRange);
    if (lanChannel(channel, habit) === undefined) return refuse(completionCodes.invalidField);
    return done([user.serialAccess ? SOL_BIT : 0, 0, 0, 0]);
  },
};

/** Payload types 0 and 1 as standard, 10h to 15h for the handshake. */
export const getChannelPayloadSupport: VirtualCommand = {
  netFn: netFns.app,
  command: 0x4e,
  privilege: privilegeCodes.user,
  minimumLength: 1,
  run: () => done([0x03, 0x00, 0x3f, 0x00, 0x00, 0x00, 0x00, 0x00]),
};

/** Version 1.0 of each. */
export const getChannelPayloadVersion: VirtualCommand = {
  netFn: netFns.app,
  command: 0x4f,
  privilege: privilegeCodes.user,
  minimumLength: 2,
  run: () => done([0x10]),
};
