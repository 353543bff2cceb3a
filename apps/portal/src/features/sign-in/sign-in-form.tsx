'use client';
import { Button, Callout, Field, Input } from '@postern/ui';
import { type FormEvent, useState } from 'react';
import { type SignInAnswer, signInFromBrowser } from '../../server/auth/browser-door.ts';

type Refusal = Exclude<SignInAnswer, 'signed-in' | 'code-needed'>;

const words: Record<Refusal, { title: string; detail: string }> = {
  refused: {
    title: 'The e-mail address and the password do not fit together',
    detail: 'Check both. If your access was switched off, your hoster can tell you.',
  },
  'code-wrong': {
    title: 'This code is wrong, or it was used before',
    detail: 'Wait for the next one in the app. If the phone is lost, type a recovery code.',
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

interface Login {
  readonly email: string;
  readonly password: string;
}

/** Asks for the password, and then, of those who have a second factor, for a code. */
export function SignInForm({ next, ended }: SignInFormProps) {
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | undefined>();
  /** Right, and kept until the code comes with it. */
  const [proven, setProven] = useState<Login | undefined>();
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const typed = (name: string) => String(form.get(name) ?? '');
    const login = proven ?? { email: typed('email'), password: typed('password') };
    setPending(true);
    setRefusal(undefined);
    const answer = await signInFromBrowser(
      proven === undefined ? login : { ...login, code: typed('code').trim() },
    );
    if (answer === 'signed-in') return window.location.assign(next);
    setPending(false);
    if (answer === 'code-needed') return setProven(login);
    // The password was changed meanwhile, say: it is asked for again.
    if (answer === 'refused') setProven(undefined);
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
      {ended && refusal === undefined && proven === undefined && (
        <Callout title="You were signed out">Sign in again to go on where you were.</Callout>
      )}
      {proven === undefined ? <LoginFields /> : <CodeField email={proven.email} />}
      <Button type="submit" tone="solid" pending={pending}>
        Sign in
      </Button>
      {proven !== undefined && (
        <Button
          tone="quiet"
          onClick={() => {
            setProven(undefined);
            setRefusal(undefined);
          }}
        >
          Back
        </Button>
      )}
    </form>
  );
}

function LoginFields() {
  return (
    <>
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
    </>
  );
}

/** The form goes on where the button was pressed. One function, so that it is called for a new field and not again. */
const focusOnce = (input: HTMLInputElement | null) => input?.focus();

function CodeField({ email }: Pick<Login, 'email'>) {
  return (
    <Field label="Code" hint={`From the app of ${email}, or a recovery code.`}>
      {(control) => (
        <Input
          {...control}
          ref={focusOnce}
          name="code"
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={40}
          className="font-mono"
          required
        />
      )}
    </Field>
  );
}
