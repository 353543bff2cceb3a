'use client';
import { AlertDialog, Field, Input } from '@postern/ui';
import { type ReactNode, useState } from 'react';
import { type Problem, problemOf } from '../data/problem.ts';
import { ProblemNote } from '../data/problem-note.tsx';

export interface LockOutProps {
  /** The consequence, as a sentence. */
  readonly title: string;
  readonly children: ReactNode;
  readonly verb: string;
  readonly pending: boolean;
  readonly error: unknown;
  readonly onConfirm: (reason: string) => void;
  readonly onClose: () => void;
}

const shortestReason = 3;

/** Asks before somebody is locked out, and why: the reason stays in the audit log. */
export function LockOut(props: LockOutProps) {
  const { title, children, verb, pending, error, onConfirm, onClose } = props;
  const [reason, setReason] = useState('');
  const problem: Problem | null = error === null ? null : problemOf(error);
  return (
    <AlertDialog
      open
      onOpenChange={(open) => open || onClose()}
      title={title}
      verb={verb}
      pending={pending}
      blocked={reason.trim().length < shortestReason}
      onConfirm={() => onConfirm(reason)}
    >
      {children}
      <div className="mt-4 text-n-12">
        <Field label="Why" hint="Stays in the audit log." error={problem?.fields.reason}>
          {(control) => (
            <Input
              {...control}
              value={reason}
              maxLength={500}
              autoComplete="off"
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
      </div>
      {problem !== null && problem.fields.reason === undefined && (
        <div className="mt-3">
          <ProblemNote error={error} />
        </div>
      )}
    </AlertDialog>
  );
}
