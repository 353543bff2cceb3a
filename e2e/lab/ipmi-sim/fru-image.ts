/** An inventory as it is burned into a board: common header, board and product area (Platform Management FRU 1.3). */
export function fruImage({ name, serial }: { readonly name: string; readonly serial: string }): Buffer {
  // 2024-03-02, in minutes since 1996-01-01.
  const made = Buffer.alloc(3);
  made.writeUIntLE(14_814_720, 0, 3);
  const board = area([0x19, ...made], ['Postern Lab', 'Lab mainboard', `MB-${serial}`, 'LAB-MB-2', '']);
  const product = area([0x19], ['Postern Lab', 'Lab server 1U', 'LAB-1U', '1.0', serial, name, '']);
  const header = Buffer.of(1, 0, 0, 1, 1 + board.length / 8, 0, 0);
  return Buffer.concat([withChecksum(header), board, product, Buffer.alloc(fruBytes)]).subarray(0, fruBytes);
}

export const fruBytes = 256;

/** Texts of Latin letters, each with its length; C1h ends the list, and the area is filled to a multiple of eight. */
function area(head: readonly number[], texts: readonly string[]): Buffer {
  const fields = texts.map((text) => Buffer.concat([Buffer.of(0xc0 | text.length), Buffer.from(text)]));
  const body = Buffer.concat([Buffer.from(head), ...fields, Buffer.of(0xc1)]);
  const length = Math.ceil((body.length + 3) / 8) * 8;
  const padded = Buffer.concat([Buffer.of(1, length / 8), body, Buffer.alloc(length - 3 - body.length)]);
  return withChecksum(padded);
}

function withChecksum(bytes: Buffer): Buffer {
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  return Buffer.concat([bytes, Buffer.of(-sum & 0xff)]);
}
