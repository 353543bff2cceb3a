/** No characters that are read as another: the first sign-in is often typed from a note. */
const alphabet = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const groups = 4;
const groupLength = 5;

/**
 * A password for somebody's first sign-in: four groups of five, 116 bits. `random` fills the bytes it is given, as
 * `crypto.getRandomValues` does.
 */
export function generatePassword(
  random: (bytes: Uint8Array<ArrayBuffer>) => void = (bytes) => void crypto.getRandomValues(bytes),
): string {
  const text = Array.from({ length: groups * groupLength }, () => pick(random));
  return Array.from({ length: groups }, (_, group) =>
    text.slice(group * groupLength, (group + 1) * groupLength).join(''),
  ).join('-');
}

/** Bytes beyond the last whole multiple of the alphabet are thrown away, so that no character is likelier. */
function pick(random: (bytes: Uint8Array<ArrayBuffer>) => void): string {
  const fair = 256 - (256 % alphabet.length);
  const byte = new Uint8Array(1);
  do random(byte);
  while ((byte[0] ?? 0) >= fair);
  return alphabet.charAt((byte[0] ?? 0) % alphabet.length);
}
