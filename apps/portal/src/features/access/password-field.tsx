'use client';
import { RevealField } from '@postern/ui';
import { useMutation } from '@tanstack/react-query';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';

/** The temporary password: asked for when somebody wants to see it, forgotten when it is hidden. */
export function PasswordField({ grantId }: { readonly grantId: string }) {
  const trpc = useTRPC();
  // A mutation's answer never enters the cache that other pages read.
  const reveal = useMutation(trpc.grants.reveal.mutationOptions({ gcTime: 0 }));
  return (
    <div className="min-w-0">
      <RevealField
        label="Password"
        value={reveal.data?.password}
        pending={reveal.isPending}
        onReveal={() => reveal.mutate({ grantId })}
        onHide={reveal.reset}
      />
      {reveal.error && <ProblemNote error={reveal.error} />}
    </div>
  );
}
