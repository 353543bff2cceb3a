'use client';
import { Checkbox, Field, Input, Select } from '@postern/ui';
import { type BmcDraft, type BmcFacts, movesBmc, needsPin, redfishChosen } from './bmc-draft.ts';
import { DetectBmc } from './detect-bmc.tsx';
import { LoginFields } from './login-fields.tsx';
import { ScreenFields } from './screen-fields.tsx';

export interface BmcFieldsProps {
  readonly serverId: string;
  readonly draft: BmcDraft;
  readonly onChange: (draft: BmcDraft) => void;
  /** What is stored; `null`: nothing yet. */
  readonly bmc: BmcFacts | null;
  readonly errors: Readonly<Record<string, string>>;
}

export function BmcFields({ serverId, draft, onChange, bmc, errors }: BmcFieldsProps) {
  const set = (changes: Partial<BmcDraft>) => onChange({ ...draft, ...changes });
  const moves = movesBmc(draft, bmc);
  return (
    <div className="grid gap-5">
      <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_7rem_8rem]">
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
        <Field label="IPMI port" error={errors.port}>
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
        <Field label="Redfish port" error={errors.redfishPort}>
          {(control) => (
            <Input
              {...control}
              value={draft.redfishPort}
              inputMode="numeric"
              maxLength={5}
              autoComplete="off"
              placeholder="443"
              onChange={(event) => set({ redfishPort: event.target.value })}
            />
          )}
        </Field>
      </div>
      <DetectBmc
        serverId={serverId}
        address={draft}
        onChoose={(choice) => set(choice.protocol === 'redfish' ? redfishChosen(draft, choice) : choice)}
      />
      <Field
        label="Protocol"
        hint="Chosen once: accounts, power and boot go over it, and nothing falls back to the other. Serial over LAN needs IPMI in any case."
        error={errors.protocol}
      >
        {(control) => (
          <Select
            {...control}
            value={draft.protocol}
            className="sm:max-w-64"
            onChange={(event) => set({ protocol: event.target.value === 'redfish' ? 'redfish' : 'ipmi' })}
          >
            <option value="ipmi">IPMI 2.0</option>
            <option value="redfish">Redfish</option>
          </Select>
        )}
      </Field>
      {draft.protocol === 'redfish' && needsPin(draft, bmc) && (
        <Field
          label="Certificate (SHA-256)"
          hint="The only one that Redfish will talk to. Detect fills it in; compare it."
          error={errors.certificatePin}
        >
          {(control) => (
            <Input
              {...control}
              value={draft.certificatePin}
              maxLength={200}
              autoComplete="off"
              spellCheck={false}
              className="font-mono text-sm"
              onChange={(event) => set({ certificatePin: event.target.value })}
            />
          )}
        </Field>
      )}
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

const names = [
  'host',
  'port',
  'redfishPort',
  'protocol',
  'certificatePin',
  'login',
  'allowedSlots',
  'screenHost',
  'screenPort',
  'screenPassword',
];
const groups = ['login.', 'allowedSlots.'];

/** Fields of the BMC form that show their own error. */
export function isBmcField(field: string): boolean {
  return names.includes(field) || groups.some((group) => field.startsWith(group));
}

function firstBelow(group: string, errors: Readonly<Record<string, string>>): string | undefined {
  return Object.entries(errors).find(([field]) => field.startsWith(group))?.[1];
}
