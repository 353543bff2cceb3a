'use client';
import { Button, Field, Input } from '@postern/ui';
import { type FormEvent, useEffect, useState } from 'react';
import type { ServerShape } from '../../server/shapes/server.ts';
import { keepReason, readKeptReason } from '../staff/kept-reason.ts';
import { shortestReason } from '../staff/staff-reason.tsx';

export interface ReasonFirstProps {
  readonly server: Pick<ServerShape, 'id' | 'name' | 'organisation'>;
  readonly onReason: (reason: string) => void;
}

/** Staff say why before they look at a tenant's screen. */
export function ReasonFirst({ server, onReason }: ReasonFirstProps) {
  const [text, setText] = useState('');
  useEffect(() => setText(readKeptReason(server.id)), [server.id]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    keepReason(server.id, text.trim());
    onReason(text.trim());
  };
  return (
    <div className="absolute inset-0 grid place-items-center p-4">
      <form
        onSubmit={submit}
        className="grid w-full max-w-md gap-4 rounded-lg border border-n-6 bg-surface p-5 shadow-overlay"
      >
        <h2 className="text-lg font-semibold">Why do you open the console of {server.name}?</h2>
        <Field
          label="Why"
          hint={
            server.organisation === null
              ? 'Kept in the activity of the server.'
              : `${server.organisation.name} sees it in the activity.`
          }
        >
          {(control) => (
            <Input
              {...control}
              autoFocus
              value={text}
              maxLength={500}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" tone="solid" disabled={text.trim().length < shortestReason}>
          Open the console
        </Button>
      </form>
    </div>
  );
}
