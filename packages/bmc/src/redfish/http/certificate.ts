/** Certificates of BMCs: self-signed, often expired or dated 1970. What counts is that it is the one that was pinned. */
import type { PeerCertificate, TLSSocket } from 'node:tls';
import { connect } from 'node:tls';
import { BmcError } from '../../errors.ts';

export interface ShownCertificate {
  /** SHA-256 of the certificate (DER), 64 hexadecimal digits. */
  readonly sha256: string;
  readonly subject: string;
  readonly issuer: string;
  readonly validFrom: Date;
  readonly validTo: Date;
  readonly selfSigned: boolean;
  /** Bits of the public key; absent when Node cannot tell. */
  readonly keyBits: number | undefined;
  /** e.g. `TLSv1.3` */
  readonly tlsVersion: string;
}

export interface TlsAddress {
  readonly host: string;
  readonly port: number;
}

/** Any form that people write fingerprints in, as 64 lower-case digits; `undefined` when it is none. */
export function normalisePin(pin: string): string | undefined {
  const digits = pin.replaceAll(':', '').toLowerCase();
  return /^[0-9a-f]{64}$/.test(digits) ? digits : undefined;
}

/**
 * Connects, without session resumption: a resumed connection shows no certificate, and a check of nothing passes.
 * Nothing is sent before the caller has looked at the certificate. Rejects with `unreachable`.
 */
export function connectTls({ host, port }: TlsAddress, timeoutMs: number): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      host,
      port,
      // The pin is the check. Names and dates of these certificates mean nothing.
      rejectUnauthorized: false,
      minVersion: 'TLSv1.2',
      ALPNProtocols: ['http/1.1'],
    });
    const fail = (cause: Error) => {
      socket.destroy();
      reject(
        new BmcError('unreachable', 'The BMC does not accept a TLS connection.', {
          outcome: 'not-applied',
          retry: 'later',
          cause,
        }),
      );
    };
    socket.setTimeout(timeoutMs, () => fail(new Error('timed out')));
    socket.once('error', fail);
    socket.once('secureConnect', () => {
      socket.setTimeout(0);
      socket.removeListener('error', fail);
      resolve(socket);
    });
  });
}

/** The same, but only to the BMC with that certificate. Rejects with `certificate-changed`; then nothing was sent. */
export async function connectPinned(address: TlsAddress, pin: string, timeoutMs: number): Promise<TLSSocket> {
  const socket = await connectTls(address, timeoutMs);
  if (fingerprintOf(socket.getPeerCertificate()) === pin) return socket;
  socket.destroy();
  throw new BmcError(
    'certificate-changed',
    'The BMC shows another certificate than the pinned one. Compare it before you accept it: a firmware update or a reset makes a new one, and so does an attacker.',
    { outcome: 'not-applied', retry: 'never' },
  );
}

/** What a BMC shows on its HTTPS port, without a request: for a person to compare and pin. Rejects with `unreachable`. */
export async function fetchCertificate(address: TlsAddress, timeoutMs = 5_000): Promise<ShownCertificate> {
  const socket = await connectTls(address, timeoutMs);
  try {
    const certificate = socket.getPeerX509Certificate();
    if (certificate === undefined) throw noCertificate();
    return {
      sha256: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
      subject: oneLine(certificate.subject),
      issuer: oneLine(certificate.issuer),
      validFrom: new Date(certificate.validFrom),
      validTo: new Date(certificate.validTo),
      selfSigned: certificate.subject === certificate.issuer && certificate.verify(certificate.publicKey),
      keyBits: certificate.publicKey.asymmetricKeyDetails?.modulusLength,
      tlsVersion: socket.getProtocol() ?? 'unknown',
    };
  } finally {
    socket.destroy();
  }
}

function fingerprintOf({ fingerprint256 }: Partial<PeerCertificate>): string | undefined {
  return fingerprint256?.replaceAll(':', '').toLowerCase();
}

const longestName = 200;

/** Names come from the BMC: one printable line of bounded length. */
function oneLine(name: string | undefined): string {
  return (name ?? '').replaceAll(/[^\x20-\x7e]+/g, ', ').slice(0, longestName);
}

function noCertificate(): BmcError {
  return new BmcError('protocol-violation', 'The BMC shows no certificate.', {
    outcome: 'not-applied',
    retry: 'later',
  });
}
