'use client';
import { Button, CopyField, Dialog, DialogActions, Skeleton } from '@postern/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { problemOf } from '../data/problem.ts';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC, useTRPCClient } from '../data/trpc.ts';
import { ProofFields } from './proof-fields.tsx';
import { QrCode } from './qr-code.tsx';
import { ShowRecoveryCodes } from './show-recovery-codes.tsx';

export interface AddSecondFactorProps {
  readonly email: string;
  readonly onClose: () => void;
}

/** Offers a secret, and keeps it once a code of it and the password were typed. */
export function AddSecondFactor({ email, onClose }: AddSecondFactorProps) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const [typed, setTyped] = useState({ code: '', password: '' });
  // Not a query of the cache: that asks again by itself, and another secret would take the place of the scanned one.
  const { mutate: ask, ...offer } = useMutation({
    mutationFn: () => client.secondFactor.offer.query(),
    gcTime: 0,
  });
  useEffect(() => ask(), [ask]);
  const confirm = useMutation(trpc.secondFactor.confirm.mutationOptions({ gcTime: 0 }));
  const close = async () => {
    onClose();
    await queryClient.invalidateQueries(trpc.secondFactor.pathFilter());
  };
  if (confirm.data !== undefined) {
    return <ShowRecoveryCodes codes={confirm.data.recoveryCodes} onClose={() => void close()} />;
  }
  const problem = confirm.error === null ? null : problemOf(confirm.error);
  const fields = problem?.fields ?? {};
  const elsewhere = !('code' in fields) && !('password' in fields);
  return (
    <Dialog open onOpenChange={(open) => open || onClose()} title="Add a second factor">
      <form
        method="post"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (offer.data !== undefined) confirm.mutate({ offer: offer.data.offer, ...typed });
        }}
      >
        <div className="grid gap-4">
          {offer.error !== null && <ProblemNote error={offer.error} onRetry={() => ask()} />}
          {offer.data === undefined && offer.error === null && <Skeleton className="h-48" />}
          {offer.data !== undefined && (
            <>
              <p className="text-n-11">
                Scan this with an authenticator app, or type the secret into it. Nothing changes before you
                type a code that the app shows.
              </p>
              <QrCode text={offer.data.address} label="The secret as a QR code" />
              <CopyField label="Secret" value={offer.data.secret} wrap />
            </>
          )}
          <ProofFields
            email={email}
            typed={typed}
            onChange={setTyped}
            errors={fields}
            codeHint="Six digits, from the app."
          />
          {problem !== null && elsewhere && <ProblemNote error={confirm.error} />}
        </div>
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="solid" type="submit" pending={confirm.isPending} disabled={offer.data === undefined}>
            Add second factor
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
