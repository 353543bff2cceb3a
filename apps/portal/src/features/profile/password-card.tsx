'use client';
import { Button, Card, Field, Input, useToast } from '@postern/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { problemOf } from '../data/problem.ts';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';

const nothing = { password: '', newPassword: '', again: '' };

export interface PasswordCardProps {
  /** For the browser's own keeper of passwords: whose it is. */
  readonly email: string;
}

export function PasswordCard({ email }: PasswordCardProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const tell = useToast();
  const [typed, setTyped] = useState(nothing);
  const [differ, setDiffer] = useState(false);
  const change = useMutation(
    trpc.password.change.mutationOptions({
      // What was sent holds passwords: nothing keeps it.
      gcTime: 0,
      onSuccess: async ({ sessionsEnded }) => {
        setTyped(nothing);
        tell({ title: 'Your password is changed', detail: othersText(sessionsEnded) });
        await queryClient.invalidateQueries(trpc.webSessions.pathFilter());
      },
    }),
  );
  const problem = change.error === null ? null : problemOf(change.error);
  const fields = problem?.fields ?? {};
  const elsewhere = !('password' in fields) && !('newPassword' in fields);
  const submit = () => {
    const { password, newPassword, again } = typed;
    setDiffer(newPassword !== again);
    if (newPassword === again) change.mutate({ password, newPassword });
  };
  const field = (name: keyof typeof nothing, autoComplete: 'current-password' | 'new-password') => ({
    type: 'password',
    autoComplete,
    value: typed[name],
    onChange: (event: { readonly target: { readonly value: string } }) =>
      setTyped({ ...typed, [name]: event.target.value }),
  });
  return (
    <Card title="Password">
      <form
        method="post"
        noValidate
        className="grid max-w-sm gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <input type="text" autoComplete="username" value={email} readOnly hidden />
        <Field label="Current password" error={fields.password}>
          {(control) => <Input {...control} {...field('password', 'current-password')} />}
        </Field>
        <Field label="New password" hint="At least 12 characters." error={fields.newPassword}>
          {(control) => <Input {...control} {...field('newPassword', 'new-password')} />}
        </Field>
        <Field label="New password again" error={differ ? 'This is not the same.' : undefined}>
          {(control) => <Input {...control} {...field('again', 'new-password')} />}
        </Field>
        {problem !== null && elsewhere && <ProblemNote error={change.error} />}
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <Button type="submit" pending={change.isPending}>
            Change password
          </Button>
          <span className="text-sm text-n-11">Signs you out everywhere but here.</span>
        </div>
      </form>
    </Card>
  );
}

function othersText(ended: number): string {
  if (ended === 0) return 'You were signed in nowhere else.';
  return ended === 1 ? 'One other sign-in ended.' : `${ended} other sign-ins ended.`;
}
