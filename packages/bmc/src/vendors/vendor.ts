import type { Json } from '../redfish/http/json.ts';
import { objectAt, textAt } from '../redfish/http/json.ts';

export type VendorName = 'generic' | 'openbmc' | 'dell' | 'hpe' | 'supermicro' | 'lenovo' | 'huawei' | 'ami';

/**
 * Where one maker's Redfish leaves the common way. Data that the drivers obey; each line is accounted for in
 * docs/hardware (seen live, read in a source, or assumed).
 */
export interface VendorQuirks {
  readonly name: VendorName;
  /** What `Vendor`, or a key of `Oem`, of the service root says, lower case. */
  readonly marks: readonly string[];
  /** `AccountTypes` of a new account; absent: the property is not sent. */
  readonly accountTypes?: readonly string[];
  /** A new account is asked to keep its password (`PasswordChangeRequired: false`). */
  readonly waivesPasswordChange: boolean;
  /** Sent along with `Enabled: false`: ends the account's sessions (docs/hardware/supermicro.md). */
  readonly disableExtra?: Json;
  /** First slot that may be written, where accounts are slots. */
  readonly firstSlot: number;
  /** Bodies of InsertMedia in the order in which they are tried. */
  readonly insertBodies: readonly ('full' | 'inserted' | 'image')[];
  /** Whether the boot override names the firmware mode; some refuse it, some need it. */
  readonly bootMode: 'sent' | 'left-out';
}

const generic: VendorQuirks = {
  name: 'generic',
  marks: [],
  waivesPasswordChange: false,
  firstSlot: 3,
  insertBodies: ['full', 'inserted', 'image'],
  bootMode: 'sent',
};

export const vendors: readonly VendorQuirks[] = [
  { ...generic, name: 'openbmc', marks: ['openbmc'], accountTypes: ['Redfish', 'WebUI', 'IPMI'] },
  { ...generic, name: 'dell', marks: ['dell'] },
  { ...generic, name: 'hpe', marks: ['hpe', 'hp'], bootMode: 'left-out' },
  {
    ...generic,
    name: 'supermicro',
    marks: ['supermicro'],
    accountTypes: ['Redfish', 'IPMI'],
    disableExtra: { Oem: { Supermicro: { ForceLogout: true } } },
    insertBodies: ['image', 'full'],
  },
  {
    ...generic,
    name: 'lenovo',
    marks: ['lenovo'],
    accountTypes: ['Redfish', 'IPMI'],
    waivesPasswordChange: true,
  },
  { ...generic, name: 'huawei', marks: ['huawei', 'xfusion'] },
  { ...generic, name: 'ami', marks: ['ami', 'megarac'] },
];

/** By what the service root says of itself; `generic` for all others. */
export function vendorOf(root: Json): VendorQuirks {
  const oem = Object.keys(objectAt(root, 'Oem') ?? {});
  const said = [textAt(root, 'Vendor') ?? '', ...oem].map((word) => word.toLowerCase());
  return vendors.find(({ marks }) => marks.some((mark) => said.includes(mark))) ?? generic;
}
