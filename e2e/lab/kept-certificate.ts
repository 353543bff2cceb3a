import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { newCertificate, type TlsIdentity } from '@postern/bmc/testing';

/** The key and certificate in `file` (mode 0600), made on first use and the same from then on, as a pin expects it. */
export async function keptCertificate(file: string): Promise<TlsIdentity> {
  if (!existsSync(file)) {
    writeFileSync(file, JSON.stringify(await newCertificate()), { mode: 0o600, flag: 'wx' });
  }
  const { key, cert }: TlsIdentity = JSON.parse(readFileSync(file, 'utf8'));
  return { key, cert };
}

/** SHA-256 of the certificate (DER), 64 hexadecimal digits. */
export function fingerprintOf({ cert }: TlsIdentity): string {
  return new X509Certificate(cert).fingerprint256.replaceAll(':', '').toLowerCase();
}
