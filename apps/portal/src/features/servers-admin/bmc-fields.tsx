'use client';
import { Checkbox, Field, Input, Select } from '@postern/ui';
import { type BmcDraft, type BmcFacts, movesBmc } from './bmc-draft.ts';
import { LoginFields } from './login-fields.tsx';
import { ScreenFields } from './screen-fields.tsx';

export interface BmcFieldsProps {
  readonly draft: BmcDraft;
  readonly onChange: (draft: BmcDraft) => void;
  /** What is stored; `null`: nothing yet. */
  readonly bmc: BmcFacts | null;
  readonly errors: Readonly<Record<string, string>>;
}

export function BmcFields({ draft, onChange, bmc, errors }: BmcFieldsProps) {
  const set = (changes: Partial<BmcDraft>) => onChange({ ...draft, ...changes });
  const moves = movesBmc(draft, bmc);
  return (
    <div className="grid gap-5">
      <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_minmax(0,2fr)_8rem]">
        <Field label="Protocol">
          {(control) => (
            <Select {...control} value="ipmi" disabled>
              <option value="ipmi">IPMI 2.0</option>
            </Select>
          )}
        </Field>
        <Field label="Address" hint="Reachable from the site's brokers." error={errors.host}>
          {(control) => (
            <Input
              {...control}
              value={draft.host}
              maxLength={253}
              autoComplete="off"
              spellCheck={false}
              className="font-mono text-sm"
              onChange={(event) => set({ host: event.target.value })}
            />
          )}
        </Field>
        <Field label="Port" error={errors.port}>
          {(control) => (
            <Input
              {...control}
              value={draft.port}
              inputMode="numeric"
              maxLength={5}
              autoComplete="off"
              onChange={(event) => set({ port: event.target.value })}
            />
          )}
        </Field>
      </div>
      <LoginFields draft={draft} set={set} bmc={bmc} moves={moves} errors={errors} />
      <Field
        label="Slots that Postern may use"
        optional
        hint="Such as 3-8, 10. Empty: from 3 to the BMC's last. Slots that carry a name are never touched."
        error={errors.allowedSlots ?? firstBelow('allowedSlots.', errors)}
      >
        {(control) => (
          <Input
            {...control}
            value={draft.slots}
            autoComplete="off"
            className="sm:max-w-64"
            onChange={(event) => set({ slots: event.target.value })}
          />
        )}
      </Field>
      <ScreenFields draft={draft} set={set} bmc={bmc} errors={errors} />
      <Checkbox
        label="Serial over LAN"
        hint="The serial console is offered beside the screen."
        checked={draft.serialOverLan}
        onCheckedChange={(serialOverLan) => set({ serialOverLan })}
      />
    </div>
  );
}

const names = ['host', 'port', 'login', 'allowedSlots', 'screenHost', 'screenPort', 'screenPassword'];
const groups = ['login.', 'allowedSlots.'];

/** Fields of the BMC form that show their own error. */
export function isBmcField(field: string): boolean {
  return names.includes(field) || groups.some((group) => field.startsWith(group));
}

function firstBelow(group: string, errors: Readonly<Record<string, string>>): string | undefined {
  return Object.entries(errors).find(([field]) => field.startsWith(group))?.[1];
}
