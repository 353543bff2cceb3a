import type { IpmiBmc } from '@postern/bmc';

export interface BmcGuard {
  /** Rejects when nothing may be written any more; then nothing is sent. */
  readonly beforeWrite: () => Promise<void>;
  /** Hears of every call that failed, before its caller does. */
  readonly onError: (error: unknown) => void;
}

/**
 * The same BMC, but every write asks first: a broker that slept through a takeover must not write into somebody
 * else's work.
 */
export function guardBmc(bmc: IpmiBmc, { beforeWrite, onError }: BmcGuard): IpmiBmc {
  const { accounts, boot, control, eventLog, inventory, power, sensors, serial } = bmc;
  async function read<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      onError(error);
      throw error;
    }
  }
  async function write<T>(call: () => Promise<T>): Promise<T> {
    await beforeWrite();
    return read(call);
  }
  return {
    protocol: 'ipmi',
    media: undefined,
    cipherSuite: bmc.cipherSuite,
    identity: () => read(() => bmc.identity()),
    close: () => bmc.close(),
    power: {
      state: () => read(() => power.state()),
      apply: (operation) => write(() => power.apply(operation)),
    },
    boot: {
      read: () => read(() => boot.read()),
      write: (override) => write(() => boot.write(override)),
    },
    serial: {
      open: () => write(() => serial.open()),
      holder: () => read(() => serial.holder()),
      release: () => write(() => serial.release()),
    },
    sensors: {
      list: () => read(() => sensors.list()),
      readAll: () => read(() => sensors.readAll()),
      read: (sensor) => read(() => sensors.read(sensor)),
      thresholds: (sensor) => read(() => sensors.thresholds(sensor)),
    },
    eventLog: {
      info: () => read(() => eventLog.info()),
      read: () => read(() => eventLog.read()),
      clear: () => write(() => eventLog.clear()),
      time: () => read(() => eventLog.time()),
      setTime: (seconds) => write(() => eventLog.setTime(seconds)),
    },
    inventory: { read: () => read(() => inventory.read()) },
    control: {
      chassis: () => read(() => control.chassis()),
      selfTest: () => read(() => control.selfTest()),
      systemGuid: () => read(() => control.systemGuid()),
      powerOnMinutes: () => read(() => control.powerOnMinutes()),
      restartCause: () => read(() => control.restartCause()),
      lanSettings: () => read(() => control.lanSettings()),
      serialSettings: () => read(() => control.serialSettings()),
      cipherSuites: () => read(() => control.cipherSuites()),
      reset: (kind) => write(() => control.reset(kind)),
      identify: (light) => write(() => control.identify(light)),
      setPowerRestorePolicy: (policy) => write(() => control.setPowerRestorePolicy(policy)),
      setSerialEnabled: (enabled) => write(() => control.setSerialEnabled(enabled)),
      raw: (request) => write(() => control.raw(request)),
    },
    accounts: {
      model: 'slots',
      countSlots: () => read(() => accounts.countSlots()),
      readTable: () => read(() => accounts.readTable()),
      readSlot: (slot) => read(() => accounts.readSlot(slot)),
      listSessions: () => read(() => accounts.listSessions()),
      setName: (slot, name) => write(() => accounts.setName(slot, name)),
      setPassword: (slot, password) => write(() => accounts.setPassword(slot, password)),
      setPrivilege: (slot, privilege) => write(() => accounts.setPrivilege(slot, privilege)),
      setSerialAccess: (slot, allowed) => write(() => accounts.setSerialAccess(slot, allowed)),
      enable: (slot) => write(() => accounts.enable(slot)),
      disable: (slot) => write(() => accounts.disable(slot)),
      endSessions: (slot, sessionIds) => write(() => accounts.endSessions(slot, sessionIds)),
    },
  };
}
