'use client';
import { AlertDialog, Button, Field, Input } from '@postern/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';
import { shortestReason } from '../staff/staff-reason.tsx';

/** Puts a site on hold: before its database is restored, say. */
export function HoldWritesButton({
  site,
}: {
  readonly site: { readonly id: string; readonly name: string };
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const hold = useMutation(
    trpc.sites.holdWrites.mutationOptions({
      onSuccess: () => setOpen(false),
      onSettled: () => queryClient.invalidateQueries(trpc.sites.observations.pathFilter()),
    }),
  );
  return (
    <>
      <Button size="small" tone="warn" onClick={() => setOpen(true)}>
        Hold writes<span className="sr-only"> at {site.name}</span>
      </Button>
      <AlertDialog
        open={open}
        onOpenChange={setOpen}
        title={`This keeps ${site.name} from writing to its BMCs`}
        verb="Hold writes"
        pending={hold.isPending}
        blocked={reason.trim().length < shortestReason}
        onConfirm={() => hold.mutate({ siteId: site.id, reason: reason.trim() })}
      >
        <p>
          No access is made or removed there, and requests are refused, until an admin has seen what would be
          done and confirms it. Access that ends meanwhile stays on its BMC.
        </p>
        <div className="mt-3 text-n-12">
          <Field label="Why">
            {(control) => (
              <Input {...control} value={reason} onChange={(event) => setReason(event.target.value)} />
            )}
          </Field>
        </div>
        {hold.error && (
          <div className="mt-3">
            <ProblemNote error={hold.error} />
          </div>
        )}
      </AlertDialog>
    </>
  );
}
