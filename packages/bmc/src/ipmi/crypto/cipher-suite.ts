/**
 * The cipher suites that protect a session in full: authenticated, integrity-checked, encrypted (IPMI 2.0 table 22-20;
 * suite 17 from the SHA-256 addendum). Those without encryption, or with RC4, are left out on purpose.
 */
import type { CipherSuiteId } from '../../capabilities.ts';

export interface CipherAlgorithms {
  readonly authentication: number;
  readonly integrity: number;
  readonly confidentiality: number;
}

export interface CipherSuite {
  readonly id: CipherSuiteId;
  readonly algorithms: CipherAlgorithms;
  /** Name that node:crypto knows. */
  readonly hash: 'md5' | 'sha1' | 'sha256';
  /** Bytes of the code in RAKP2 and RAKP3. */
  readonly authCodeLength: number;
  /** How the trailer is made: HMAC with K1, or MD5 with the user's password before and after what it covers. */
  readonly trailer: 'hmac' | 'keyed-md5';
  /** Bytes of the code in RAKP4 and in each session trailer. */
  readonly integrityCodeLength: number;
  /** Whether payloads are encrypted; commands that carry a secret are sent only then. */
  readonly encrypts: boolean;
}

export const cipherSuites = {
  3: {
    id: 3,
    algorithms: { authentication: 0x01, integrity: 0x01, confidentiality: 0x01 },
    hash: 'sha1',
    trailer: 'hmac',
    authCodeLength: 20,
    integrityCodeLength: 12,
    encrypts: true,
  },
  8: {
    id: 8,
    algorithms: { authentication: 0x02, integrity: 0x02, confidentiality: 0x01 },
    hash: 'md5',
    trailer: 'hmac',
    authCodeLength: 16,
    integrityCodeLength: 16,
    encrypts: true,
  },
  12: {
    id: 12,
    algorithms: { authentication: 0x02, integrity: 0x03, confidentiality: 0x01 },
    hash: 'md5',
    trailer: 'keyed-md5',
    authCodeLength: 16,
    integrityCodeLength: 16,
    encrypts: true,
  },
  17: {
    id: 17,
    algorithms: { authentication: 0x03, integrity: 0x04, confidentiality: 0x01 },
    hash: 'sha256',
    trailer: 'hmac',
    authCodeLength: 32,
    integrityCodeLength: 16,
    encrypts: true,
  },
} as const satisfies Record<CipherSuiteId, CipherSuite>;

/** The suite with exactly these three algorithms, if it is one that we accept. */
export function findCipherSuite(algorithms: CipherAlgorithms): CipherSuite | undefined {
  return Object.values(cipherSuites).find((suite) => sameAlgorithms(suite.algorithms, algorithms));
}

export function sameAlgorithms(a: CipherAlgorithms, b: CipherAlgorithms): boolean {
  return (
    a.authentication === b.authentication &&
    a.integrity === b.integrity &&
    a.confidentiality === b.confidentiality
  );
}
