'use client';
import { Button, ClockTime, CopyButton } from '@postern/ui';
import { useMutation } from '@tanstack/react-query';
import { clsx } from 'clsx';
import { ShieldAlert, ShieldCheck } from 'lucide-react';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';
import { verdictText } from './verdict-text.ts';

/** Recomputes the whole chain and says what came out. */
export function VerifyAudit({ onVerified }: { readonly onVerified: () => void }) {
  const trpc = useTRPC();
  const verify = useMutation(trpc.audit.verify.mutationOptions({ onSuccess: onVerified }));
  const { data: verdict, error, isPending, submittedAt } = verify;
  return (
    <section
      aria-label="Verification"
      className={clsx(
        'flex flex-wrap items-center justify-between gap-x-6 gap-y-3 rounded-lg border px-4 py-3',
        verdict === undefined && 'border-n-6 bg-surface',
        verdict?.intact === true && 'border-ok-line bg-ok-soft',
        verdict?.intact === false && 'border-danger-line bg-danger-soft',
      )}
    >
      <div role="status" className="min-w-0 flex-1 basis-64">
        {verdict === undefined &&
          !isPending &&
          'Verify recomputes the hash of every row, from the first to the last.'}
        {isPending && 'Recomputing every row …'}
        {verdict !== undefined && !isPending && (
          <>
            <p
              className={clsx(
                'flex items-center gap-2 font-medium',
                verdict.intact ? 'text-ok' : 'text-danger',
              )}
            >
              {verdict.intact ? (
                <ShieldCheck aria-hidden className="size-5 shrink-0" />
              ) : (
                <ShieldAlert aria-hidden className="size-5 shrink-0" />
              )}
              {verdictText(verdict)}
              {verdict.intact && <CopyButton label="head" value={verdict.headHash} />}
            </p>
            <p className="mt-0.5 text-sm text-n-11">
              Verified at <ClockTime at={new Date(submittedAt)} seconds />
              {verdict.intact
                ? '. Compare the head with one that left the database earlier.'
                : '. Keep the database as it is, and compare it with a backup.'}
            </p>
          </>
        )}
      </div>
      <Button
        tone={verdict === undefined ? 'solid' : 'plain'}
        pending={isPending}
        onClick={() => verify.mutate()}
      >
        {verdict === undefined ? 'Verify' : 'Verify again'}
      </Button>
      {error && (
        <div className="basis-full">
          <ProblemNote error={error} />
        </div>
      )}
    </section>
  );
}
