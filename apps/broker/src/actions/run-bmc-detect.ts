import { type ClaimedAction, readBmcForWork, recordCertificate } from '@postern/database';
import type { ActionParameters, BmcDetection } from '@postern/domain';
import type { BrokerParts } from '../broker-parts.ts';
import { BrokerFault, describeFailure } from '../failure.ts';
import { shownCertificateOf } from '../provisioning/shown-certificate.ts';
import type { ActionOutcome } from './outcome.ts';

type DetectParameters = Extract<ActionParameters, { kind: 'bmc-detect' }>;

/** Asks an address which protocols it speaks. Nothing is logged in to, nothing is written, nothing secret is sent. */
export async function runBmcDetect(
  parts: BrokerParts,
  action: Pick<ClaimedAction, 'bmcId'>,
  { host, port, redfishPort }: DetectParameters,
): Promise<ActionOutcome> {
  const found = await parts.driver.detect({ host, ipmiPort: port, httpsPort: redfishPort });
  const { redfish } = found;
  const detection: BmcDetection = {
    ipmi: found.ipmi === undefined ? null : { port },
    redfish:
      redfish === undefined
        ? null
        : {
            port: redfishPort,
            version: redfish.version,
            vendor: redfish.vendor,
            certificate: shownCertificateOf(redfish.certificate),
          },
    suggested: found.suggested ?? null,
  };
  if (action.bmcId !== null) await noteCertificate(parts, action.bmcId, { host, detection });
  if (detection.suggested !== null) return { state: 'succeeded', result: { ...detection } };
  const failure = describeFailure(
    new BrokerFault(
      'nothing-answers',
      `Neither IPMI (UDP ${port}) nor Redfish (TCP ${redfishPort}) answers at ${host}. Check the address, the ports and the management network.`,
    ),
  );
  return { state: 'failed', failure, result: { ...detection } };
}

/** Where the address is the stored one, what it shows is kept for the page of that BMC. */
async function noteCertificate(
  { db, actor }: BrokerParts,
  bmcId: string,
  { host, detection: { redfish } }: { readonly host: string; readonly detection: BmcDetection },
): Promise<void> {
  const facts = await readBmcForWork(db.client, { bmcId });
  if (redfish === null || facts?.host !== host || facts.redfishPort !== redfish.port) return;
  await recordCertificate(db, { bmcId, certificate: redfish.certificate, actor });
}
