import type { ProvisioningStep, RevocationStep } from '@postern/domain';
import type { Tx } from '../client.ts';

/** Shows people how far the work on a grant has come. A grant that has left that work keeps its step. */
export async function setGrantStep(
  tx: Tx,
  { grantId, step }: { readonly grantId: string; readonly step: ProvisioningStep | RevocationStep },
): Promise<void> {
  await tx.$executeRaw`
    update access_grant set step = ${step}
     where id = ${grantId}::uuid
       and (state = 'revoking') = (${step} not in ('reserving', 'writing', 'checking'))
       and state in ('requested', 'provisioning', 'revoking')`;
}
