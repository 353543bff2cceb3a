import { readBmcForWork } from '@postern/database';
import type { BrokerParts } from '../broker-parts.ts';
import { BrokerFault } from '../failure.ts';

export interface ProbedBmc {
  readonly protocol: 'ipmi' | 'redfish';
  readonly port: number;
}

/** Resolves when the BMC answers over its protocol, without a login. @throws BmcError, BrokerFault `bmc-changed` */
export async function probeBmc(parts: BrokerParts, bmcId: string): Promise<ProbedBmc> {
  const facts = await readBmcForWork(parts.db.client, { bmcId });
  if (facts === undefined) throw new BrokerFault('bmc-changed', 'This BMC was removed in the meantime.');
  const { protocol, host, port, redfishPort } = facts;
  if (protocol === 'redfish' && redfishPort !== null) {
    await parts.driver.certificate({ host, port: redfishPort });
    return { protocol, port: redfishPort };
  }
  await parts.driver.reachIpmi({ host, port });
  return { protocol: 'ipmi', port };
}
