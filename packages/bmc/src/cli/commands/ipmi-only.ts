import type { Bmc, IpmiBmc } from '../../capabilities.ts';
import { UsageError } from '../parse-arguments.ts';

/** The BMC as one that speaks IPMI. @throws UsageError that names the command, where it speaks something else. */
export function ipmiOnly(bmc: Bmc, command: string): IpmiBmc {
  if (isIpmi(bmc)) return bmc;
  throw new UsageError(`${command} needs -I lanplus: Redfish has no such thing.`);
}

export function isIpmi(bmc: Bmc): bmc is IpmiBmc {
  return bmc.protocol === 'ipmi';
}
