/** A FRU inventory image (Platform Management FRU Information Storage Definition 1.0): board and product areas. */

const minutesSince1996 = 14_000_000;

export function fruImage(serialNumber: string): Buffer {
  const date = [minutesSince1996 & 0xff, (minutesSince1996 >> 8) & 0xff, (minutesSince1996 >> 16) & 0xff];
  const board = area([0x19, ...date], ['Postern', 'Virtual board', `${serialNumber}-B`, 'PB-1', '']);
  const product = area([0x19], ['Postern', 'Virtual server', 'PS-1', '1.0', serialNumber, '', '']);
  const header = Buffer.from([1, 0, 0, 1, 1 + board.length / 8, 0, 0]);
  return Buffer.concat([withChecksum(header), board, product]);
}

/** `head` follows version and length; texts as 8-bit ASCII, then the end mark, in units of 8 bytes. */
function area(head: readonly number[], texts: readonly string[]): Buffer {
  const fields = texts.map((text) =>
    Buffer.concat([Buffer.of(0xc0 | text.length), Buffer.from(text, 'latin1')]),
  );
  const body = Buffer.concat([Buffer.from(head), ...fields, Buffer.of(0xc1)]);
  const units = Math.ceil((body.length + 3) / 8);
  const padding = Buffer.alloc(units * 8 - 3 - body.length);
  return withChecksum(Buffer.concat([Buffer.of(1, units), body, padding]));
}

function withChecksum(bytes: Buffer): Buffer {
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  return Buffer.concat([bytes, Buffer.of(-sum & 0xff)]);
}
