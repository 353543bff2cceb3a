'use client';
import { fingerprintText } from '@postern/domain/bmc/certificate';
import type { BmcDetection } from '@postern/domain/bmc/onboarding';
import { Button, Callout, CopyField } from '@postern/ui';
import { useMutation } from '@tanstack/react-query';
import { Radar } from 'lucide-react';
import { useState } from 'react';
import type { ActionShape } from '../../server/shapes/action.ts';
import { newClickKey } from '../data/click-key.ts';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';
import { isActionOver } from './action-over.ts';
import { type BmcAddressDraft, readBmcAddress } from './bmc-draft.ts';
import { useFollowedAction } from './use-followed-action.ts';

export interface DetectBmcProps {
  readonly serverId: string;
  readonly address: BmcAddressDraft;
  /** Takes one of the protocols that answered, with the certificate that goes with it. */
  readonly onChoose: (choice: DetectedChoice) => void;
}

export type DetectedChoice =
  | { readonly protocol: 'ipmi' }
  | { readonly protocol: 'redfish'; readonly certificatePin: string };

/** Asks the address which protocols it speaks. No login is needed, and nothing is written. */
export function DetectBmc({ serverId, address, onChoose }: DetectBmcProps) {
  const trpc = useTRPC();
  const [started, setStarted] = useState<string | null>(null);
  const start = useMutation(
    trpc.bmcs.detect.mutationOptions({ onSuccess: ({ actionId }) => setStarted(actionId) }),
  );
  const newest = useFollowedAction(serverId, 'bmc-detect', started);
  const read = readBmcAddress(address);
  // What was found is shown as long as the form speaks of the address that it was found at.
  const action = started !== null && read !== null && isOf(newest, read) ? newest : undefined;
  const running = start.isPending || (action !== undefined && !isActionOver(action));
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Button
          size="small"
          type="button"
          icon={<Radar aria-hidden />}
          disabled={read === null}
          pending={running}
          onClick={() => read !== null && start.mutate({ serverId, ...read, idempotencyKey: newClickKey() })}
        >
          Detect
        </Button>
        <span className="text-sm text-n-11">
          A broker asks the address what it speaks. It logs in nowhere and writes nothing.
        </span>
      </div>
      {start.error && <ProblemNote error={start.error} />}
      {action?.state === 'failed' && (
        <Callout tone="danger" urgent title="Nothing was found">
          {action.error?.sentence}
        </Callout>
      )}
      {action?.state === 'succeeded' && action.detection !== null && (
        <Found
          detection={action.detection}
          onChoose={(choice) => {
            onChoose(choice);
            // What was found grows old; the form says what was chosen.
            setStarted(null);
          }}
        />
      )}
    </div>
  );
}

function isOf(action: ActionShape | undefined, address: NonNullable<ReturnType<typeof readBmcAddress>>) {
  const asked = action?.parameters;
  return (
    asked?.kind === 'bmc-detect' &&
    asked.host === address.host &&
    asked.port === address.port &&
    asked.redfishPort === address.redfishPort
  );
}

function Found({
  detection: { ipmi, redfish, suggested },
  onChoose,
}: {
  readonly detection: BmcDetection;
  readonly onChoose: DetectBmcProps['onChoose'];
}) {
  return (
    <div className="grid gap-3 rounded-md border border-n-6 p-4" role="status">
      <p>
        {redfish === null
          ? 'Redfish does not answer.'
          : `Redfish ${redfish.version} answers on TCP ${redfish.port}${vendorWords(redfish.vendor)}.`}{' '}
        {ipmi === null ? 'IPMI 2.0 does not answer.' : `IPMI 2.0 answers on UDP ${ipmi.port}.`}
        {suggested === 'redfish' && ' Redfish is the better choice here: it tells refusals apart.'}
      </p>
      {redfish !== null && (
        <>
          <CopyField label="Certificate (SHA-256)" value={fingerprintText(redfish.certificate.sha256)} wrap />
          <p className="text-sm text-n-11">
            {redfish.certificate.subject}
            {redfish.certificate.selfSigned ? ' · self-signed' : ` · issued by ${redfish.certificate.issuer}`}{' '}
            · until {redfish.certificate.validTo.slice(0, 10)}. Compare it with what the BMC’s own page or
            your inventory says.
          </p>
        </>
      )}
      <div className="flex flex-wrap gap-2">
        {redfish !== null && (
          <Button
            size="small"
            type="button"
            tone={suggested === 'redfish' ? 'solid' : 'plain'}
            onClick={() => onChoose({ protocol: 'redfish', certificatePin: redfish.certificate.sha256 })}
          >
            Use Redfish with this certificate
          </Button>
        )}
        {ipmi !== null && (
          <Button
            size="small"
            type="button"
            tone={suggested === 'ipmi' ? 'solid' : 'plain'}
            onClick={() => onChoose({ protocol: 'ipmi' })}
          >
            Use IPMI
          </Button>
        )}
      </div>
    </div>
  );
}

const makers: Readonly<Record<string, string>> = {
  openbmc: 'OpenBMC',
  dell: 'Dell',
  hpe: 'HPE',
  supermicro: 'Supermicro',
  lenovo: 'Lenovo',
  huawei: 'Huawei',
  ami: 'AMI',
};

function vendorWords(vendor: string): string {
  const maker = makers[vendor];
  return maker === undefined ? '' : ` (${maker})`;
}
