import { generate } from 'selfsigned';

/** A key and its certificate, PEM. */
export interface TlsIdentity {
  readonly key: string;
  readonly cert: string;
}

let shared: Promise<TlsIdentity> | undefined;

/** One certificate for all virtual BMCs of this process: a key for each of a thousand would take minutes. */
export function sharedCertificate(): Promise<TlsIdentity> {
  shared ??= newCertificate();
  return shared;
}

/** A self-signed certificate, as BMCs come with. `expired`: its time was over long ago. */
export async function newCertificate({ expired = false } = {}): Promise<TlsIdentity> {
  const year = expired ? 1971 : 2049;
  const made = await generate([{ name: 'commonName', value: 'bmc.invalid' }], {
    keySize: 2048,
    algorithm: 'sha256',
    notBeforeDate: new Date(expired ? '1970-01-01' : '2024-01-01'),
    notAfterDate: new Date(`${year}-01-01`),
  });
  return { key: made.private, cert: made.cert };
}
