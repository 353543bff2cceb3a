'use client';
import { type BlockKind, blockKinds } from '@postern/domain/grants/block';
import { Button, Checkbox, Dialog, DialogActions, Field, Input, RadioGroup, useToast } from '@postern/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ServerShape } from '../../server/shapes/server.ts';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';
import { shortestReason } from '../staff/staff-reason.tsx';
import { blockWords } from './block-words.ts';

export interface BlockButtonProps {
  readonly server: Pick<ServerShape, 'id' | 'name' | 'organisation'>;
}

/** Staff refuse new access to a server, or to all of its tenant's. */
export function BlockButton({ server }: BlockButtonProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        Block access<span className="sr-only"> to {server.name}</span>
      </Button>
      {open && <BlockDialog server={server} onClose={() => setOpen(false)} />}
    </>
  );
}

function BlockDialog({ server, onClose }: BlockButtonProps & { readonly onClose: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const tell = useToast();
  const [kind, setKind] = useState<BlockKind>('unpaid');
  const [where, setWhere] = useState<'server' | 'organisation'>('server');
  const [reason, setReason] = useState('');
  const [endsLive, setEndsLive] = useState(false);
  const tenant = server.organisation;
  const everywhere = where === 'organisation' && tenant !== null;
  const name = everywhere ? `all servers of ${tenant.name}` : server.name;
  const of = everywhere ? { organisationId: tenant.id } : { serverId: server.id };
  const set = useMutation(
    trpc.blocks.set.mutationOptions({
      onSuccess: ({ grantsEnded }) => {
        tell({
          title: `No new access to ${name}`,
          ...(grantsEnded === 0 ? {} : { detail: `Live access that ends: ${grantsEnded}.` }),
        });
        onClose();
      },
      onSettled: () => queryClient.invalidateQueries(trpc.servers.pathFilter()),
    }),
  );
  return (
    <Dialog
      open
      onOpenChange={(next) => next || onClose()}
      title={`This refuses new access to ${name}`}
      description="Until the block is lifted."
    >
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          set.mutate({ of, kind, reason: reason.trim(), endsLive });
        }}
      >
        {tenant !== null && (
          <RadioGroup
            label="Where"
            value={where}
            onValueChange={setWhere}
            layout="row"
            options={[
              { value: 'server', label: 'This server' },
              { value: 'organisation', label: `All servers of ${tenant.name}` },
            ]}
          />
        )}
        <RadioGroup
          label="Why"
          value={kind}
          onValueChange={setKind}
          layout="row"
          options={blockKinds.map((value) => ({ value, label: blockWords[value].label }))}
        />
        <Field label="In words" hint="The tenant sees it.">
          {(control) => (
            <Input
              {...control}
              value={reason}
              maxLength={500}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        <Checkbox
          label="End live access at once"
          hint="Permanent access, too: accounts are removed, consoles close. It does not come back with the block."
          checked={endsLive}
          onCheckedChange={setEndsLive}
        />
        {set.error && <ProblemNote error={set.error} />}
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            tone={endsLive ? 'warn' : 'solid'}
            pending={set.isPending}
            disabled={reason.trim().length < shortestReason}
          >
            Block access
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
