import type {
  AccountAdmin,
  Bmc,
  BmcControl,
  BootControl,
  EventLog,
  Inventory,
  NamedAccounts,
  PowerControl,
  SensorSource,
  SerialConsole,
  SlotAccounts,
  VirtualMedia,
} from '@postern/bmc';

export interface BmcGuard {
  /** Rejects when nothing may be written any more; then nothing is sent. */
  readonly beforeWrite: () => Promise<void>;
  /** Hears of every call that failed, before its caller does. */
  readonly onError: (error: unknown) => void | Promise<void>;
}

/**
 * The same BMC over whichever protocol, but every write asks first: a broker that slept through a takeover must not
 * write into somebody else's work. What only one protocol has (raw commands, say) is not handed on.
 */
export function guardBmc(bmc: Bmc, guard: BmcGuard): Bmc {
  const calls = guardedCalls(guard);
  return {
    protocol: bmc.protocol,
    identity: () => calls.read(() => bmc.identity()),
    close: () => bmc.close(),
    power: guardPower(bmc.power, calls),
    boot: guardBoot(bmc.boot, calls),
    accounts: guardAccounts(bmc.accounts, calls),
    sensors: guardSensors(bmc.sensors, calls),
    eventLog: guardEventLog(bmc.eventLog, calls),
    inventory: guardInventory(bmc.inventory, calls),
    control: guardControl(bmc.control, calls),
    serial: bmc.serial && guardSerial(bmc.serial, calls),
    media: bmc.media && guardMedia(bmc.media, calls),
  };
}

interface Calls {
  read<T>(call: () => Promise<T>): Promise<T>;
  write<T>(call: () => Promise<T>): Promise<T>;
}

function guardedCalls({ beforeWrite, onError }: BmcGuard): Calls {
  async function read<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      await onError(error);
      throw error;
    }
  }
  return {
    read,
    async write(call) {
      await beforeWrite();
      return read(call);
    },
  };
}

function guardPower(power: PowerControl, { read, write }: Calls): PowerControl {
  return {
    state: () => read(() => power.state()),
    apply: (operation) => write(() => power.apply(operation)),
  };
}

function guardBoot(boot: BootControl, { read, write }: Calls): BootControl {
  return {
    read: () => read(() => boot.read()),
    write: (override) => write(() => boot.write(override)),
  };
}

function guardSerial(serial: SerialConsole, { read, write }: Calls): SerialConsole {
  return {
    open: () => write(() => serial.open()),
    holder: () => read(() => serial.holder()),
    release: () => write(() => serial.release()),
  };
}

function guardSensors(sensors: SensorSource, { read }: Calls): SensorSource {
  return {
    list: () => read(() => sensors.list()),
    readAll: () => read(() => sensors.readAll()),
    read: (sensor) => read(() => sensors.read(sensor)),
    thresholds: (sensor) => read(() => sensors.thresholds(sensor)),
  };
}

function guardEventLog(eventLog: EventLog, { read, write }: Calls): EventLog {
  return {
    info: () => read(() => eventLog.info()),
    read: () => read(() => eventLog.read()),
    clear: () => write(() => eventLog.clear()),
    time: () => read(() => eventLog.time()),
    setTime: (seconds) => write(() => eventLog.setTime(seconds)),
  };
}

function guardInventory(inventory: Inventory, { read }: Calls): Inventory {
  return { read: () => read(() => inventory.read()) };
}

function guardControl(control: BmcControl, { read, write }: Calls): BmcControl {
  return {
    systemGuid: () => read(() => control.systemGuid()),
    reset: (kind) => write(() => control.reset(kind)),
    identify: (light) => write(() => control.identify(light)),
    setPowerRestorePolicy: (policy) => write(() => control.setPowerRestorePolicy(policy)),
  };
}

function guardMedia(media: VirtualMedia, { read, write }: Calls): VirtualMedia {
  return {
    drives: () => read(() => media.drives()),
    insert: (image) => write(() => media.insert(image)),
    eject: (driveId) => write(() => media.eject(driveId)),
  };
}

function guardAccounts(accounts: AccountAdmin, calls: Calls): AccountAdmin {
  return accounts.model === 'slots' ? guardSlots(accounts, calls) : guardNamed(accounts, calls);
}

function guardSlots(accounts: SlotAccounts, { read, write }: Calls): SlotAccounts {
  return {
    model: 'slots',
    countSlots: () => read(() => accounts.countSlots()),
    readTable: () => read(() => accounts.readTable()),
    readSlot: (slot) => read(() => accounts.readSlot(slot)),
    readName: (slot) => read(() => accounts.readName(slot)),
    listSessions: () => read(() => accounts.listSessions()),
    setName: (slot, name) => write(() => accounts.setName(slot, name)),
    setPassword: (slot, password) => write(() => accounts.setPassword(slot, password)),
    setPrivilege: (slot, privilege) => write(() => accounts.setPrivilege(slot, privilege)),
    setSerialAccess: (slot, allowed) => write(() => accounts.setSerialAccess(slot, allowed)),
    enable: (slot) => write(() => accounts.enable(slot)),
    disable: (slot) => write(() => accounts.disable(slot)),
    endSessions: (slot, sessionIds) => write(() => accounts.endSessions(slot, sessionIds)),
  };
}

function guardNamed(accounts: NamedAccounts, { read, write }: Calls): NamedAccounts {
  return {
    model: 'named',
    list: () => read(() => accounts.list()),
    find: (name) => read(() => accounts.find(name)),
    listSessions: () => read(() => accounts.listSessions()),
    create: (account) => write(() => accounts.create(account)),
    setPassword: (name, password) => write(() => accounts.setPassword(name, password)),
    setPrivilege: (name, privilege) => write(() => accounts.setPrivilege(name, privilege)),
    enable: (name) => write(() => accounts.enable(name)),
    disable: (name) => write(() => accounts.disable(name)),
    remove: (name) => write(() => accounts.remove(name)),
    endSessions: (name) => write(() => accounts.endSessions(name)),
  };
}
