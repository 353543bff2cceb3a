'use client';
import { Field, Input, RadioGroup } from '@postern/ui';
import type { ReactNode } from 'react';

export interface PersonDraft {
  readonly name: string;
  readonly email: string;
  readonly role: 'tenant' | 'support' | 'admin';
  /** Where the first password comes from. */
  readonly own: 'generated' | 'typed';
  readonly typed: string;
}

export interface PersonFieldsProps {
  readonly draft: PersonDraft;
  readonly onChange: (draft: PersonDraft) => void;
  readonly errors: Readonly<Record<string, string>>;
  readonly staff: boolean;
}

export function PersonFields({ draft, onChange, errors, staff }: PersonFieldsProps) {
  const set = (changes: Partial<PersonDraft>) => onChange({ ...draft, ...changes });
  return (
    <div className="grid gap-4">
      <Field label="Name" error={errors.name}>
        {(control) => (
          <Input
            {...control}
            value={draft.name}
            maxLength={100}
            autoComplete="off"
            onChange={(event) => set({ name: event.target.value })}
          />
        )}
      </Field>
      <Field label="E-mail" hint="What they sign in with." error={errors.email}>
        {(control) => (
          <Input
            {...control}
            type="email"
            value={draft.email}
            maxLength={320}
            autoComplete="off"
            onChange={(event) => set({ email: event.target.value })}
          />
        )}
      </Field>
      {staff && (
        <Choice label="Role">
          <RadioGroup
            label="Role"
            value={draft.role}
            onValueChange={(role) => set({ role })}
            options={[
              { value: 'support', label: 'Support', hint: 'Gives and ends access on all servers.' },
              { value: 'admin', label: 'Administrator', hint: 'All of that, and everything in this portal.' },
            ]}
          />
        </Choice>
      )}
      <Choice label="First password">
        <RadioGroup
          label="First password"
          value={draft.own}
          onValueChange={(own) => set({ own })}
          options={[
            {
              value: 'generated',
              label: 'Generate a password',
              hint: 'Shown once, after the person is added.',
            },
            { value: 'typed', label: 'Type one' },
          ]}
        />
      </Choice>
      {draft.own === 'typed' && (
        <Field label="Password" hint="At least 12 characters." error={errors.password}>
          {(control) => (
            <Input
              {...control}
              type="password"
              value={draft.typed}
              autoComplete="new-password"
              onChange={(event) => set({ typed: event.target.value })}
            />
          )}
        </Field>
      )}
    </div>
  );
}

/** The group says its own label to those who hear the page; this is for those who see it. */
function Choice({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div>
      <div aria-hidden className="mb-1 text-sm font-medium">
        {label}
      </div>
      {children}
    </div>
  );
}
