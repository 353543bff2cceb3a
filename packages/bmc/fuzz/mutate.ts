/** Changes a sample in one to four ways, as a bad wire, a bad firmware or an attacker would. */
export function mutate(sample: Buffer, random: () => number): Buffer {
  const below = (limit: number) => Math.floor(random() * Math.max(1, limit));
  let bytes = Buffer.from(sample);
  for (let change = below(4); change >= 0; change--) {
    const at = below(bytes.length);
    switch (below(7)) {
      case 0:
        if (bytes.length > 0) bytes[at] = (bytes[at] ?? 0) ^ (1 << below(8));
        break;
      case 1:
        if (bytes.length > 0) bytes[at] = below(256);
        break;
      case 2:
        bytes = bytes.subarray(0, at);
        break;
      case 3:
        bytes = Buffer.concat([bytes, Buffer.from(Array.from({ length: below(40) }, () => below(256)))]);
        break;
      case 4:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + below(8))]);
        break;
      case 5:
        bytes = Buffer.concat([
          bytes.subarray(0, at),
          bytes.subarray(below(bytes.length)),
          bytes.subarray(at),
        ]);
        break;
      default:
        if (bytes.length > 0) bytes[at] = [0x00, 0xff, 0x7f, 0x80][below(4)] ?? 0;
    }
    bytes = Buffer.from(bytes.subarray(0, 4_096));
  }
  return bytes;
}
