'use client';
import { Button, Dialog, DialogActions, Field, Input, RadioGroup, useToast } from '@postern/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { problemOf } from '../data/problem.ts';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';
import { DurationField } from './duration-field.tsx';
import { type PolicyDuration, policyDraftOf, policyErrors, readPolicyDraft } from './policy-draft.ts';
import type { Site } from './site.ts';

const noFields: Readonly<Record<string, string>> = {};

const durations: readonly { readonly name: PolicyDuration; readonly label: string; readonly hint: string }[] =
  [
    { name: 'minDurationSeconds', label: 'Shortest access', hint: 'Nobody asks for less.' },
    { name: 'defaultDurationSeconds', label: 'Usual access', hint: 'Proposed when somebody asks.' },
    { name: 'maxDurationSeconds', label: 'Longest access', hint: 'Without an extension.' },
    {
      name: 'maxTotalSeconds',
      label: 'Longest with extensions',
      hint: 'Then new access has to be asked for.',
    },
  ];

export interface EditPolicyProps {
  readonly site: Site;
  readonly onClose: () => void;
}

/** The limits of a site. Access that stands keeps its end; its next extension feels them. */
export function EditPolicy({ site, onClose }: EditPolicyProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const tell = useToast();
  const [draft, setDraft] = useState(() => policyDraftOf(site.policy));
  const [unread, setUnread] = useState(noFields);
  const update = useMutation(
    trpc.sites.updatePolicy.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.sites.list.pathFilter());
        void queryClient.invalidateQueries(trpc.servers.get.pathFilter());
        tell({ title: `The policy of ${site.name} is changed` });
        onClose();
      },
    }),
  );
  const refused = update.error === null ? noFields : policyErrors(problemOf(update.error).fields);
  const errors: Readonly<Record<string, string>> = { ...refused, ...unread };
  const submit = () => {
    const reading = readPolicyDraft(draft);
    setUnread(reading.ok ? noFields : reading.fields);
    if (reading.ok) update.mutate({ siteId: site.id, policy: reading.policy });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={`Access policy of ${site.name}`}
      description="Access that stands keeps its end; the limits hold for what is asked for from now on."
      width="wide"
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <div className="grid gap-4 sm:grid-cols-2">
          {durations.map(({ name, label, hint }) => (
            <DurationField
              key={name}
              label={label}
              hint={hint}
              error={errors[name]}
              value={draft[name]}
              onChange={(value) => setDraft({ ...draft, [name]: value })}
            />
          ))}
          <Field
            label="Extensions"
            hint="How often one access may be extended; 0: never."
            error={errors.maxExtensions}
          >
            {(control) => (
              <Input
                {...control}
                value={draft.maxExtensions}
                inputMode="numeric"
                maxLength={4}
                autoComplete="off"
                onChange={(event) => setDraft({ ...draft, maxExtensions: event.target.value })}
              />
            )}
          </Field>
        </div>
        <div className="mt-4">
          <div aria-hidden className="mb-1 text-sm font-medium">
            Privilege of accounts
          </div>
          <RadioGroup
            label="Privilege of accounts"
            value={draft.accountPrivilege}
            onValueChange={(accountPrivilege) => setDraft({ ...draft, accountPrivilege })}
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
        </div>
        {update.error && Object.keys(refused).length === 0 && (
          <div className="mt-4">
            <ProblemNote error={update.error} />
          </div>
        )}
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="solid" type="submit" pending={update.isPending}>
            Change policy
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
