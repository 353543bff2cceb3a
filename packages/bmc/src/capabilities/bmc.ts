import type { AccountAdmin, SlotAccounts } from './accounts.ts';
import type { BootControl } from './boot.ts';
import type { BmcControl, IpmiControl } from './control.ts';
import type { EventLog } from './event-log.ts';
import type { Inventory } from './inventory.ts';
import type { VirtualMedia } from './media.ts';
import type { PowerControl } from './power.ts';
import type { SensorSource } from './sensors.ts';
import type { SerialConsole } from './serial.ts';
import type { CipherSuiteId, Protocol } from './target.ts';

/** An open, authenticated connection to one BMC. Close it in a `finally`: BMCs have few session slots. */
export interface Bmc {
  readonly protocol: Protocol;
  readonly power: PowerControl;
  readonly boot: BootControl;
  readonly accounts: AccountAdmin;
  readonly sensors: SensorSource;
  readonly eventLog: EventLog;
  readonly inventory: Inventory;
  readonly control: BmcControl;
  /** Absent over Redfish. */
  readonly serial: SerialConsole | undefined;
  /** Absent over IPMI, and where the BMC has none. */
  readonly media: VirtualMedia | undefined;
  identity(): Promise<BmcIdentity>;
  /** Logs out. Never rejects; a second call waits for the first. */
  close(): Promise<void>;
}

export interface IpmiBmc extends Bmc {
  readonly protocol: 'ipmi';
  readonly cipherSuite: CipherSuiteId;
  readonly accounts: SlotAccounts;
  readonly control: IpmiControl;
  readonly serial: SerialConsole;
  readonly media: undefined;
}

export interface RedfishBmc extends Bmc {
  readonly protocol: 'redfish';
  readonly serial: undefined;
}

export interface BmcIdentity {
  /** IANA enterprise number; absent over Redfish. */
  readonly manufacturerId?: number;
  readonly productId?: number;
  /** Maker and model as the BMC writes them; absent over IPMI. */
  readonly manufacturer?: string;
  readonly model?: string;
  /** e.g. `9.08` */
  readonly firmware: string;
  /** Version of the protocol spoken, e.g. `2.0` (IPMI) or `1.15.0` (Redfish). */
  readonly protocolVersion: string;
}
