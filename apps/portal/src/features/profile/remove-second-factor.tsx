'use client';
import { Button, Dialog, DialogActions, useToast } from '@postern/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { problemOf } from '../data/problem.ts';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';
import { ProofFields } from './proof-fields.tsx';

export interface RemoveSecondFactorProps {
  readonly email: string;
  readonly onClose: () => void;
}

export function RemoveSecondFactor({ email, onClose }: RemoveSecondFactorProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const tell = useToast();
  const [typed, setTyped] = useState({ code: '', password: '' });
  const remove = useMutation(
    trpc.secondFactor.remove.mutationOptions({
      gcTime: 0,
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.secondFactor.pathFilter());
        tell({ title: 'Your second factor is off' });
        onClose();
      },
    }),
  );
  const problem = remove.error === null ? null : problemOf(remove.error);
  const fields = problem?.fields ?? {};
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title="From then on your password alone signs you in"
    >
      <form
        method="post"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          remove.mutate(typed);
        }}
      >
        <div className="grid gap-4">
          <ProofFields
            email={email}
            typed={typed}
            onChange={setTyped}
            errors={fields}
            codeHint="From the app, or a recovery code. Without either, an administrator can remove it."
          />
          {problem !== null && !('code' in fields) && !('password' in fields) && (
            <ProblemNote error={remove.error} />
          )}
        </div>
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="warn" type="submit" pending={remove.isPending}>
            Remove second factor
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
