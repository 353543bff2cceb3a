import { randomInt } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789';

/**
 * The secret in `file` (mode 0600), made on first use and stable from then on: `ipmi_sim` keeps the users it has once
 * seen, so a new password in its configuration would never reach it.
 * @param length 16 for a BMC (IPMI 2.0 §22.30), 8 for VNC (RFC 6143 §7.2.2)
 */
export function keptSecret(file: string, length: 8 | 16): string {
  if (!existsSync(file)) {
    const characters = Array.from({ length }, () => alphabet[randomInt(alphabet.length)]);
    // No newline: QEMU takes the file's bytes as they are.
    writeFileSync(file, characters.join(''), { mode: 0o600, flag: 'wx' });
  }
  return readFileSync(file, 'utf8');
}
