/** A key for one click: the same click sent twice is the same action. Works on plain http too, unlike randomUUID. */
export function newClickKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
