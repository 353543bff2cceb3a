export interface FruField {
  /** e.g. `serial number`; `extra` for what the maker added. */
  readonly name: string;
  readonly value: string;
}

export interface FruArea {
  /** Checksums are often wrong: such an area is kept and marked. */
  readonly checksumValid: boolean;
  readonly fields: readonly FruField[];
}

export interface FruInventory {
  readonly checksumValid: boolean;
  /** False when an area is cut off or points outside the image. */
  readonly complete: boolean;
  readonly chassis?: FruArea & { readonly type: string };
  readonly board?: FruArea & { readonly manufacturedAt?: Date };
  readonly product?: FruArea;
  /** Multirecords that were seen; they are not decoded. */
  readonly multirecords: number;
}

export interface FruDevice {
  readonly id: number;
  readonly name: string;
  /** What the whole machine says of itself beside its FRU: processors, memory, BIOS. Absent over IPMI. */
  readonly summary?: readonly FruField[];
  /** Absent when the device does not answer: a slot that is empty, say. */
  readonly inventory?: FruInventory;
}

export interface Inventory {
  /** The BMC's own FRU and those that its records name. */
  read(): Promise<readonly FruDevice[]>;
}
