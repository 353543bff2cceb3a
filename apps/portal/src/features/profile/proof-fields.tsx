'use client';
import { Field, Input } from '@postern/ui';

export interface Proof {
  readonly code: string;
  readonly password: string;
}

export interface ProofFieldsProps {
  /** For the browser's own keeper of passwords: whose the password is. */
  readonly email: string;
  readonly typed: Proof;
  readonly onChange: (typed: Proof) => void;
  readonly errors: Readonly<Record<string, string>>;
  readonly codeHint: string;
}

/** A code and the password, typed again by whoever changes the second factor. */
export function ProofFields({ email, typed, onChange, errors, codeHint }: ProofFieldsProps) {
  return (
    <>
      <Field label="Code" hint={codeHint} error={errors.code}>
        {(control) => (
          <Input
            {...control}
            autoComplete="one-time-code"
            autoCapitalize="none"
            spellCheck={false}
            className="font-mono"
            value={typed.code}
            onChange={(event) => onChange({ ...typed, code: event.target.value })}
          />
        )}
      </Field>
      <input type="text" autoComplete="username" value={email} readOnly hidden />
      <Field label="Your password" error={errors.password}>
        {(control) => (
          <Input
            {...control}
            type="password"
            autoComplete="current-password"
            value={typed.password}
            onChange={(event) => onChange({ ...typed, password: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}
