'use client';
import { Field, Input } from '@postern/ui';
import type { BmcDraft, BmcFacts } from './bmc-draft.ts';
import { StoredSecret } from './stored-secret.tsx';

export interface LoginFieldsProps {
  readonly draft: BmcDraft;
  readonly set: (changes: Partial<BmcDraft>) => void;
  readonly bmc: BmcFacts | null;
  /** The address changed: what is stored does not count any more. */
  readonly moves: boolean;
  readonly errors: Readonly<Record<string, string>>;
}

/** The login that brokers use. Stored ones are never shown: they can only be replaced. */
export function LoginFields({ draft, set, bmc, moves, errors }: LoginFieldsProps) {
  const stored = bmc?.loginChangedAt ?? null;
  if (stored !== null && !draft.replaceLogin && !moves) {
    return <StoredSecret label="Login" changedAt={stored} onReplace={() => set({ replaceLogin: true })} />;
  }
  return (
    <fieldset className="rounded-md border border-n-6 p-4">
      <legend className="px-1 text-sm font-medium">Login</legend>
      <p className="mb-3 text-sm text-n-11">
        {moves
          ? 'A login is never offered to another address than it was typed for: type it again.'
          : 'An administrator of the BMC. Sealed as you save: only the brokers of this site can open it.'}
      </p>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="User name" error={errors['login.username'] ?? errors.login}>
          {(control) => (
            <Input
              {...control}
              value={draft.username}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              className="font-mono text-sm"
              onChange={(event) => set({ username: event.target.value })}
            />
          )}
        </Field>
        <Field label="Password" hint="20 bytes at most." error={errors['login.password']}>
          {(control) => (
            <Input
              {...control}
              type="password"
              value={draft.password}
              autoComplete="new-password"
              onChange={(event) => set({ password: event.target.value })}
            />
          )}
        </Field>
      </div>
    </fieldset>
  );
}
