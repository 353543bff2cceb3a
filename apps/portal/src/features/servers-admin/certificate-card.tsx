'use client';
import { certificateState, fingerprintText } from '@postern/domain/bmc/certificate';
import { AlertDialog, Badge, Button, Callout, Card, CopyField, RelativeTime, useToast } from '@postern/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { BmcShape, ServerShape } from '../../server/shapes/server.ts';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';

/** Which certificate Redfish talks to, and which the BMC shows. */
export function CertificateCard({ server }: { readonly server: ServerShape }) {
  const { bmc } = server;
  if (bmc === null || (bmc.certificatePin === null && bmc.certificateSeen === null)) return null;
  const state = certificateState(bmc.certificatePin, bmc.certificateSeen?.sha256 ?? null);
  const badge =
    state === 'changed' ? (
      <Badge tone="danger">changed</Badge>
    ) : state === 'pinned' ? (
      <Badge tone="ok">pinned</Badge>
    ) : (
      <Badge tone="neutral">seen, not pinned</Badge>
    );
  return (
    <Card title="Certificate" aside={badge}>
      <div className="grid gap-4">
        {state === 'changed' && (
          <Callout tone="danger" title="The BMC shows another certificate than the pinned one">
            No login is sent to it. A firmware update or a factory reset makes a new certificate; so does
            somebody who stands between. Compare the second fingerprint with what the BMC itself shows, then
            accept it.
          </Callout>
        )}
        {bmc.certificatePin !== null && (
          <CopyField label="Pinned (SHA-256)" value={fingerprintText(bmc.certificatePin)} wrap />
        )}
        {state !== 'pinned' && bmc.certificateSeen !== null && (
          <Seen server={server} bmc={bmc} seen={bmc.certificateSeen} />
        )}
        {state === 'pinned' && <Facts bmc={bmc} />}
      </div>
    </Card>
  );
}

type SeenCertificate = NonNullable<BmcShape['certificateSeen']>;

function Seen({
  server,
  bmc,
  seen,
}: {
  readonly server: ServerShape;
  readonly bmc: BmcShape;
  readonly seen: SeenCertificate;
}) {
  return (
    <>
      <CopyField label="Shown now (SHA-256)" value={fingerprintText(seen.sha256)} wrap />
      <Facts bmc={bmc} />
      <div>
        <AcceptCertificate server={server} sha256={seen.sha256} />
      </div>
    </>
  );
}

function Facts({ bmc: { certificateSeen: seen, certificateSeenAt } }: { readonly bmc: BmcShape }) {
  if (seen === null || certificateSeenAt === null) {
    return <p className="text-sm text-n-11">Not looked at yet: test the BMC.</p>;
  }
  return (
    <p className="text-sm text-n-11">
      {seen.subject}
      {seen.selfSigned ? ' · self-signed' : ` · issued by ${seen.issuer}`} · valid{' '}
      {seen.validFrom.slice(0, 10)} to {seen.validTo.slice(0, 10)}
      {seen.keyBits !== null && ` · ${seen.keyBits} bits`} · {seen.tlsVersion} · seen{' '}
      <RelativeTime at={certificateSeenAt} />
    </p>
  );
}

function AcceptCertificate({ server, sha256 }: { readonly server: ServerShape; readonly sha256: string }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const tell = useToast();
  const [asked, setAsked] = useState(false);
  const accept = useMutation(
    trpc.bmcs.acceptCertificate.mutationOptions({
      async onSuccess() {
        await queryClient.invalidateQueries(trpc.servers.get.pathFilter());
        setAsked(false);
        tell({ title: 'The certificate is pinned', detail: 'Test the BMC now.' });
      },
    }),
  );
  return (
    <>
      <Button size="small" tone="solid" onClick={() => setAsked(true)}>
        Accept certificate
      </Button>
      <AlertDialog
        open={asked}
        onOpenChange={setAsked}
        title={`The stored login of ${server.name} is then sent to whoever holds this certificate`}
        verb="Accept certificate"
        pending={accept.isPending}
        onConfirm={() => accept.mutate({ serverId: server.id, sha256 })}
      >
        <p className="break-all font-mono text-sm">{fingerprintText(sha256)}</p>
        {accept.error && (
          <div className="mt-3">
            <ProblemNote error={accept.error} />
          </div>
        )}
      </AlertDialog>
    </>
  );
}
