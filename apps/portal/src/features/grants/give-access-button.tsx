'use client';
import type { GrantScope } from '@postern/domain';
import { Button, Dialog, DialogActions, durationText, Field, Input, RadioGroup, Select } from '@postern/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { ServerShape } from '../../server/shapes/server.ts';
import { durationChoices } from '../access/duration-choices.ts';
import { ScopeField } from '../access/scope-field.tsx';
import { problemOf } from '../data/problem.ts';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';

export interface GiveAccessButtonProps {
  readonly server: Pick<ServerShape, 'id' | 'name' | 'organisation' | 'policy' | 'offeredScopes' | 'hasBmc'>;
}

/** Staff give a tenant access, for a time or permanently. */
export function GiveAccessButton({ server }: GiveAccessButtonProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button tone="solid" disabled={!server.hasBmc} onClick={() => setOpen(true)}>
        Give access
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={`Give ${server.organisation?.name ?? 'the tenant'} access to ${server.name}`}
        description="The tenant finds it on the server's page."
      >
        <GiveAccessForm server={server} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

interface GiveAccessFormProps extends GiveAccessButtonProps {
  readonly onDone: () => void;
}

function GiveAccessForm({ server, onDone }: GiveAccessFormProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [term, setTerm] = useState<'time' | 'permanent'>('time');
  const [durationSeconds, setDurationSeconds] = useState(server.policy.defaultDurationSeconds);
  const [scopes, setScopes] = useState<readonly GrantScope[]>(server.offeredScopes);
  const give = useMutation(
    trpc.grants.give.mutationOptions({
      onSuccess: onDone,
      onSettled: () => queryClient.invalidateQueries(trpc.servers.get.queryFilter({ serverId: server.id })),
    }),
  );
  const problem = give.error ? problemOf(give.error) : undefined;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const common = {
      serverId: server.id,
      scopes: [...scopes],
      reason: String(form.get('reason') ?? ''),
      ticketNumber: String(form.get('ticketNumber') ?? ''),
    };
    if (term === 'time') give.mutate({ ...common, permanent: false, durationSeconds });
    else {
      const reviewAt = new Date(`${String(form.get('reviewAt'))}T12:00:00`);
      const ownerId = String(form.get('ownerId') ?? '');
      give.mutate({ ...common, permanent: true, reviewAt, ...(ownerId === '' ? {} : { ownerId }) });
    }
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      <RadioGroup
        label="For how long"
        value={term}
        onValueChange={setTerm}
        options={[
          { value: 'time', label: 'For a time', hint: 'Ends by itself; the end is proven.' },
          {
            value: 'permanent',
            label: 'Permanent',
            hint: 'Stays until somebody ends it. Needs a date of review.',
          },
        ]}
      />
      {term === 'time' ? (
        <Field label="Duration" error={problem?.fields.durationSeconds}>
          {(control) => (
            <Select
              {...control}
              value={durationSeconds}
              onChange={(event) => setDurationSeconds(Number(event.target.value))}
            >
              {durationChoices(server.policy).map((seconds) => (
                <option key={seconds} value={seconds}>
                  {durationText(seconds)}
                </option>
              ))}
            </Select>
          )}
        </Field>
      ) : (
        <>
          <Field
            label="Review on"
            error={problem?.fields.reviewAt}
            hint="Somebody decides again on this day."
          >
            {(control) => <Input {...control} type="date" name="reviewAt" required />}
          </Field>
          <OwnerField error={problem?.fields.ownerId} />
        </>
      )}
      <Field label="Reason" error={problem?.fields.reason} hint="The tenant sees it.">
        {(control) => <Input {...control} name="reason" required maxLength={500} />}
      </Field>
      <Field label="Ticket number" error={problem?.fields.ticketNumber}>
        {(control) => <Input {...control} name="ticketNumber" required maxLength={60} autoComplete="off" />}
      </Field>
      <ScopeField
        offered={server.offeredScopes}
        chosen={scopes}
        error={problem?.fields.scopes}
        onChange={setScopes}
      />
      {give.error && <ProblemNote error={give.error} />}
      <DialogActions>
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" tone="solid" pending={give.isPending} disabled={scopes.length === 0}>
          Give access
        </Button>
      </DialogActions>
    </form>
  );
}

/** Who of the hoster answers for permanent access and is asked at its review. */
function OwnerField({ error }: { readonly error: string | undefined }) {
  const trpc = useTRPC();
  const people = useQuery(trpc.people.list.queryOptions({}));
  const staff = people.data?.items.filter(({ role, disabledAt }) => role !== 'tenant' && disabledAt === null);
  return (
    <Field label="Who answers for it" error={error} hint="Named at each review.">
      {(control) => (
        <Select {...control} name="ownerId" defaultValue="">
          <option value="">I do</option>
          {staff?.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
