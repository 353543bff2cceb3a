'use client';
import { type GrantPolicy, usualPolicy } from '@postern/domain/grants/policy';
import { Button, Dialog, DialogActions, Skeleton, useToast } from '@postern/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { useState } from 'react';
import type { AppRouter } from '../../server/trpc/router.ts';
import { problemOf } from '../data/problem.ts';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';
import { ownNamesOf, ownValues, policyDraftOf, policyErrors, readPolicyDraft } from './policy-draft.ts';
import { PolicyFields } from './policy-fields.tsx';

type Overrides = inferRouterOutputs<AppRouter>['policies']['get'];
type Owner = { readonly organisationId: string } | { readonly serverId: string };

export interface EditOverridesProps {
  readonly of: Owner;
  readonly name: string;
  readonly onClose: () => void;
}

/** What a tenant or a server says about access otherwise than its site. */
export function EditOverrides({ of, name, onClose }: EditOverridesProps) {
  const trpc = useTRPC();
  // Fresh each time it is opened: what is typed over must be what holds now.
  const { data, error } = useQuery(trpc.policies.get.queryOptions({ of }, { gcTime: 0, staleTime: 0 }));
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={`Access policy of ${name}`}
      description="Its own words count before those of the site. Access that stands keeps its end."
      width="wide"
    >
      {error !== null && <ProblemNote error={error} />}
      {data === undefined && error === null && <Skeleton className="h-64" />}
      {data !== undefined && <OverridesForm of={of} name={name} overrides={data} onClose={onClose} />}
    </Dialog>
  );
}

function OverridesForm({
  of,
  name,
  overrides,
  onClose,
}: EditOverridesProps & { readonly overrides: Overrides }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const tell = useToast();
  const { inherited } = overrides;
  const [draft, setDraft] = useState(() => policyDraftOf(filled(overrides)));
  const [own, setOwn] = useState(() => ownNamesOf(overrides.own));
  const [unread, setUnread] = useState<Readonly<Record<string, string>>>({});
  const override = useMutation(
    trpc.policies.override.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.policies.pathFilter());
        void queryClient.invalidateQueries(trpc.servers.get.pathFilter());
        tell({ title: `The policy of ${name} is changed` });
        onClose();
      },
    }),
  );
  const refused = override.error === null ? {} : policyErrors(problemOf(override.error).fields);
  const submit = () => {
    const reading = readPolicyDraft(draft, own);
    setUnread(reading.ok ? {} : reading.fields);
    if (reading.ok) override.mutate({ of, policy: ownValues(reading.policy, own) });
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <PolicyFields
        draft={draft}
        errors={{ ...refused, ...unread }}
        onChange={setDraft}
        overriding={{
          own,
          inherited,
          onOwn: (field, says) =>
            setOwn(new Set(says ? [...own, field] : [...own].filter((each) => each !== field))),
        }}
      />
      {override.error && Object.keys(refused).length === 0 && (
        <div className="mt-4">
          <ProblemNote error={override.error} />
        </div>
      )}
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button tone="solid" type="submit" pending={override.isPending}>
          Change policy
        </Button>
      </DialogActions>
    </form>
  );
}

/** What a field shows once it is opened: the own word, else the one that holds without it, or a site's usual one. */
function filled({ own, inherited }: Overrides): GrantPolicy {
  const below = inherited?.policy ?? usualPolicy;
  const said = Object.entries(own).filter(([, value]) => value !== null);
  return { ...below, ...(Object.fromEntries(said) as Partial<GrantPolicy>) };
}
