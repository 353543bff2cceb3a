'use client';
import type { GrantPolicy, ResolvedPolicy } from '@postern/domain';
import { grantScopes } from '@postern/domain/grants/scope';
import { Checkbox, Field, Input, RadioGroup } from '@postern/ui';
import type { ReactNode } from 'react';
import { DurationField } from './duration-field.tsx';
import type { OwnNames, PolicyCount, PolicyDraft, PolicyDuration } from './policy-draft.ts';
import { policyLabels, policyValueText, sourceText } from './policy-words.ts';
import { ScopeChoices } from './scope-choices.tsx';

type Name = keyof GrantPolicy;

export interface PolicyFieldsProps {
  readonly draft: PolicyDraft;
  readonly errors: Readonly<Record<string, string>>;
  readonly onChange: (draft: PolicyDraft) => void;
  /** For a layer that says only some values itself; absent for a site, which says all. */
  readonly overriding?: Overriding | undefined;
}

export interface Overriding {
  readonly own: OwnNames;
  /** What holds without the own values; null where that differs from server to server. */
  readonly inherited: ResolvedPolicy | null;
  readonly onOwn: (name: Name, own: boolean) => void;
}

const numbers: readonly (PolicyDuration | PolicyCount)[] = [
  'minDurationSeconds',
  'defaultDurationSeconds',
  'maxDurationSeconds',
  'maxTotalSeconds',
  'maxExtensions',
  'maxLiveGrants',
  'graceSeconds',
  'approvalTimeoutSeconds',
];

/** Every value of a policy, each with what it does. */
export function PolicyFields({ draft, errors, onChange, overriding }: PolicyFieldsProps) {
  const numberField = (name: PolicyDuration | PolicyCount) => {
    const { label, hint } = policyLabels[name];
    if (name === 'maxExtensions' || name === 'maxLiveGrants') {
      return (
        <Field label={label} hint={hint} error={errors[name]}>
          {(control) => (
            <Input
              {...control}
              value={draft[name]}
              inputMode="numeric"
              maxLength={5}
              autoComplete="off"
              onChange={(event) => onChange({ ...draft, [name]: event.target.value })}
            />
          )}
        </Field>
      );
    }
    return (
      <DurationField
        label={label}
        hint={hint}
        error={errors[name]}
        value={draft[name]}
        onChange={(value) => onChange({ ...draft, [name]: value })}
      />
    );
  };
  return (
    <div className="grid gap-6">
      <div className="grid items-start gap-4 sm:grid-cols-2">
        {numbers.map((name) => (
          <Overridable key={name} name={name} overriding={overriding}>
            {numberField(name)}
          </Overridable>
        ))}
      </div>
      <Overridable name="approval" overriding={overriding}>
        <Group name="approval">
          <RadioGroup
            label={policyLabels.approval.label}
            value={draft.approval}
            onValueChange={(approval) => onChange({ ...draft, approval })}
            options={[
              { value: 'automatic', label: 'The policy', hint: 'Access is made at once.' },
              { value: 'by-support', label: 'Support', hint: 'Somebody of support approves each request.' },
            ]}
          />
        </Group>
      </Overridable>
      <Overridable name="scopes" overriding={overriding}>
        <Group name="scopes" error={errors.scopes}>
          <ScopeChoices
            offered={grantScopes}
            chosen={draft.scopes}
            onChange={(scopes) => onChange({ ...draft, scopes })}
          />
        </Group>
      </Overridable>
      <Overridable name="accountPrivilege" overriding={overriding}>
        <Group name="accountPrivilege">
          <RadioGroup
            label={policyLabels.accountPrivilege.label}
            value={draft.accountPrivilege}
            onValueChange={(accountPrivilege) => onChange({ ...draft, accountPrivilege })}
            options={[
              {
                value: 'operator',
                label: 'Operator',
                hint: 'Power, boot, console; no users, no network settings.',
              },
              {
                value: 'administrator',
                label: 'Administrator',
                hint: 'Everything on the BMC, other accounts included. Only where a tenant owns the whole machine.',
              },
            ]}
          />
        </Group>
      </Overridable>
      <Overridable name="tellForeignAccounts" overriding={overriding}>
        <Group name="tellForeignAccounts">
          <Checkbox
            label="Tell the tenant"
            checked={draft.tellForeignAccounts}
            onCheckedChange={(tellForeignAccounts) => onChange({ ...draft, tellForeignAccounts })}
          />
        </Group>
      </Overridable>
    </div>
  );
}

/** A value that a layer may leave to the layer above it: first whether it says it, then what. */
function Overridable(props: {
  readonly name: Name;
  readonly overriding: Overriding | undefined;
  readonly children: ReactNode;
}) {
  const { name, overriding, children } = props;
  if (overriding === undefined) return children;
  const { own, inherited, onOwn } = overriding;
  return (
    <div className="grid gap-2">
      <Checkbox
        label={`Own: ${policyLabels[name].label.toLowerCase()}`}
        hint={inheritedText(name, inherited)}
        checked={own.has(name)}
        onCheckedChange={(checked) => onOwn(name, checked)}
      />
      {own.has(name) && <div className="pl-6.5">{children}</div>}
    </div>
  );
}

function inheritedText(name: Name, inherited: ResolvedPolicy | null): string {
  if (inherited === null) return 'Otherwise as each server’s site says.';
  return `Otherwise ${policyValueText(name, inherited.policy)}, ${sourceText(inherited.sources[name])}.`;
}

function Group(props: {
  readonly name: Name;
  readonly error?: string | undefined;
  readonly children: ReactNode;
}) {
  const { label, hint } = policyLabels[props.name];
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium">{label}</legend>
      {props.children}
      <div className="mt-1 text-sm text-n-11">{hint}</div>
      {props.error !== undefined && (
        <div role="alert" className="mt-1 text-sm font-medium text-danger">
          {props.error}
        </div>
      )}
    </fieldset>
  );
}
