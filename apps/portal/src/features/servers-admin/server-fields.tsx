'use client';
import { Field, Input, Select, TextArea } from '@postern/ui';
import { addressError, addressesOf, type ServerDraft } from './server-draft.ts';

interface Named {
  readonly id: string;
  readonly name: string;
}

export interface ServerFieldsProps {
  readonly draft: ServerDraft;
  readonly onChange: (draft: ServerDraft) => void;
  readonly errors: Readonly<Record<string, string>>;
  readonly sites: readonly Named[];
  readonly organisations: readonly (Named & { readonly suspendedAt: Date | null })[];
  /** A server stays in its site: its accounts and its secrets belong to that site's brokers. */
  readonly siteFixed: boolean;
}

export function ServerFields(props: ServerFieldsProps) {
  const { draft, onChange, errors, sites, organisations, siteFixed } = props;
  const set = (changes: Partial<ServerDraft>) => onChange({ ...draft, ...changes });
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label="Name" hint="As people call it: web-07." error={errors.name}>
        {(control) => (
          <Input
            {...control}
            value={draft.name}
            maxLength={60}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => set({ name: event.target.value })}
          />
        )}
      </Field>
      <Field label="Tenant" hint="Whose people may ask for access." error={errors.organisationId}>
        {(control) => (
          <Select
            {...control}
            value={draft.organisationId}
            onChange={(event) => set({ organisationId: event.target.value })}
          >
            <option value="">Rented to nobody</option>
            {organisations.map(({ id, name, suspendedAt }) => (
              <option key={id} value={id}>
                {name}
                {suspendedAt === null ? '' : ' (suspended)'}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field
        label="Site"
        error={errors.siteId}
        {...(siteFixed
          ? { hint: "A server stays in its site: its secrets are sealed to that site's brokers." }
          : {})}
      >
        {(control) => (
          <Select
            {...control}
            value={draft.siteId}
            disabled={siteFixed}
            onChange={(event) => set({ siteId: event.target.value })}
          >
            {draft.siteId === '' && <option value="">Choose a site</option>}
            {sites.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Rack" hint="Room, rack and place, as on the label." error={errors.rack}>
        {(control) => (
          <Input
            {...control}
            value={draft.rack}
            maxLength={60}
            autoComplete="off"
            onChange={(event) => set({ rack: event.target.value })}
          />
        )}
      </Field>
      <Field
        label="IP addresses"
        optional
        hint="One per line. Support finds the server by them."
        error={addressError(errors, addressesOf(draft.addresses))}
      >
        {(control) => (
          <TextArea
            {...control}
            value={draft.addresses}
            rows={3}
            spellCheck={false}
            className="block font-mono text-sm"
            onChange={(event) => set({ addresses: event.target.value })}
          />
        )}
      </Field>
      <Field label="Serial number" optional error={errors.serial}>
        {(control) => (
          <Input
            {...control}
            value={draft.serial}
            maxLength={100}
            autoComplete="off"
            spellCheck={false}
            className="font-mono text-sm"
            onChange={(event) => set({ serial: event.target.value })}
          />
        )}
      </Field>
    </div>
  );
}
