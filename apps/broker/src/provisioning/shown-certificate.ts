import type { ShownCertificate as SeenCertificate } from '@postern/bmc';
import { type ShownCertificate, shownCertificate } from '@postern/domain';

/** What a BMC showed, as it is stored. Dates that make no sense are told as the year 1. */
export function shownCertificateOf(seen: SeenCertificate): ShownCertificate {
  const { validFrom, validTo, keyBits } = seen;
  return shownCertificate.parse({
    ...seen,
    validFrom: instantOf(validFrom),
    validTo: instantOf(validTo),
    keyBits: keyBits ?? null,
  });
}

function instantOf(date: Date): string {
  return Number.isNaN(date.getTime()) ? '0001-01-01T00:00:00.000Z' : date.toISOString();
}
