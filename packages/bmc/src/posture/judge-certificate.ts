import type { ShownCertificate } from '../redfish/http/certificate.ts';
import type { PostureFinding } from './finding.ts';

const fewestKeyBits = 2_048;

/** What a BMC shows on its HTTPS port, by the caller's clock. Pure. */
export function judgeCertificate(shown: ShownCertificate, now: Date): readonly PostureFinding[] {
  const findings: PostureFinding[] = [];
  if (shown.validTo < now || shown.validFrom > now) {
    findings.push({
      code: 'certificate-expired',
      severity: 'warning',
      what: `The certificate is valid from ${day(shown.validFrom)} to ${day(shown.validTo)}.`,
      nextStep: 'Make a new one on the BMC, then compare and accept its pin here.',
    });
  }
  if (shown.selfSigned) {
    findings.push({
      code: 'certificate-self-signed',
      severity: 'notice',
      what: 'The certificate is self-signed: browsers warn, and nobody but the pin vouches for it.',
      nextStep: 'Keep it pinned, or install one of your own authority.',
    });
  }
  if (shown.keyBits !== undefined && shown.keyBits < fewestKeyBits) {
    findings.push({
      code: 'certificate-weak-key',
      severity: 'warning',
      what: `The key has ${shown.keyBits} bits.`,
      nextStep: 'Make a key of 2048 bits or more on the BMC.',
    });
  }
  if (shown.tlsVersion === 'TLSv1.2') return findings;
  if (shown.tlsVersion !== 'TLSv1.3') {
    findings.push({
      code: 'tls-old',
      severity: 'warning',
      what: `The BMC speaks ${shown.tlsVersion}.`,
      nextStep: 'Update its firmware, or raise its least TLS version.',
    });
  }
  return findings;
}

function day(date: Date): string {
  return Number.isNaN(date.getTime()) ? 'an unreadable date' : date.toISOString().slice(0, 10);
}
