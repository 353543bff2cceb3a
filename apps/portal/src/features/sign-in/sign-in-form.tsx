'use client';
import { Button, Callout, Field, Input } from '@postern/ui';
import { type FormEvent, useState } from 'react';
import { type SignInAnswer, signInFromBrowser } from '../../server/auth/browser-door.ts';

const words: Record<Exclude<SignInAnswer, 'signed-in'>, { title: string; detail: string }> = {
  refused: {
    title: 'The e-mail address and the password do not fit together',
    detail: 'Check both. If your access was switched off, your hoster can tell you.',
  },
  'too-many-attempts': {
    title: 'Too many attempts',
    detail: 'Wait a few minutes, then try again. Nobody is locked out for longer.',
  },
  unreachable: {
    title: 'Postern did not answer',
    detail: 'Your servers are not affected. Check your connection and try again.',
  },
};

export interface SignInFormProps {
  /** Path on this site to go on to. */
  readonly next: string;
  /** An earlier sign-in has just ended. */
  readonly ended: boolean;
}

export function SignInForm({ next, ended }: SignInFormProps) {
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<Exclude<SignInAnswer, 'signed-in'> | undefined>();
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setPending(true);
    setRefusal(undefined);
    const answer = await signInFromBrowser({
      email: String(form.get('email') ?? ''),
      password: String(form.get('password') ?? ''),
    });
    if (answer === 'signed-in') return window.location.assign(next);
    setPending(false);
    setRefusal(answer);
  }
  return (
    // `post`, so that a press before the page lives never writes the password into the address.
    <form method="post" onSubmit={(event) => void submit(event)} className="grid gap-4">
      {refusal !== undefined && (
        <Callout tone="danger" urgent title={words[refusal].title}>
          {words[refusal].detail}
        </Callout>
      )}
      {ended && refusal === undefined && (
        <Callout title="You were signed out">Sign in again to go on where you were.</Callout>
      )}
      <Field label="E-mail">
        {(control) => (
          <Input
            {...control}
            name="email"
            type="email"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
          />
        )}
      </Field>
      <Field label="Password">
        {(control) => (
          <Input {...control} name="password" type="password" autoComplete="current-password" required />
        )}
      </Field>
      <Button type="submit" tone="solid" pending={pending}>
        Sign in
      </Button>
    </form>
  );
}
