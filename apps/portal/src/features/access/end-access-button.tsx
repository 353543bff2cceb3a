'use client';
import { AlertDialog, Button, Field, Input } from '@postern/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { GrantShape } from '../../server/shapes/grant.ts';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';
import { shortestReason } from '../staff/staff-reason.tsx';

export interface EndAccessButtonProps {
  readonly server: { readonly id: string; readonly name: string };
  readonly grant: Pick<GrantShape, 'id'>;
  /** Staff revoke, with a reason; tenants end their own. */
  readonly staff: boolean;
  readonly verb?: string;
  /** Nothing was made yet: there is nothing to remove. */
  readonly withdrawing?: boolean;
  readonly size?: 'small' | 'medium';
}

/** Ends access before its time: account removed, consoles cut. */
export function EndAccessButton(props: EndAccessButtonProps) {
  const { server, grant, staff, verb, withdrawing = false, size = 'medium' } = props;
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const settled = {
    onSuccess: () => setOpen(false),
    onSettled: () => queryClient.invalidateQueries(trpc.servers.get.queryFilter({ serverId: server.id })),
  };
  const end = useMutation(trpc.grants.end.mutationOptions(settled));
  const revoke = useMutation(trpc.grants.revoke.mutationOptions(settled));
  const word = verb ?? (staff ? 'Revoke' : 'End now');
  const error = end.error ?? revoke.error;
  const confirm = () => {
    if (staff) revoke.mutate({ grantId: grant.id, reason: reason.trim() });
    else end.mutate({ grantId: grant.id });
  };
  return (
    <>
      <Button tone="warn" size={size} onClick={() => setOpen(true)}>
        {word}
      </Button>
      <AlertDialog
        open={open}
        onOpenChange={setOpen}
        title={
          withdrawing
            ? `This takes back the request for ${server.name}`
            : `This ends access to ${server.name} at once`
        }
        verb={word}
        pending={end.isPending || revoke.isPending}
        blocked={staff && reason.trim().length < shortestReason}
        onConfirm={confirm}
      >
        <p>
          {withdrawing
            ? 'Nothing was made yet, and nothing will be.'
            : 'The account is removed from the BMC and open consoles close. The server itself keeps running as it is.'}
        </p>
        {staff && (
          <div className="mt-3 text-n-12">
            <Field label="Why" hint="The tenant sees it.">
              {(control) => (
                <Input {...control} value={reason} onChange={(event) => setReason(event.target.value)} />
              )}
            </Field>
          </div>
        )}
        {error && (
          <div className="mt-3">
            <ProblemNote error={error} />
          </div>
        )}
      </AlertDialog>
    </>
  );
}
