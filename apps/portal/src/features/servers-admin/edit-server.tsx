'use client';
import { AlertDialog, Button, Card, useToast } from '@postern/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ServerShape } from '../../server/shapes/server.ts';
import { problemOf } from '../data/problem.ts';
import { useTRPC } from '../data/trpc.ts';
import { FormProblem } from './form-problem.tsx';
import { serverDraftOf, serverInputOf } from './server-draft.ts';
import { isServerField } from './server-field-names.ts';
import { ServerFields } from './server-fields.tsx';

/** What is noted of a server. Giving it to another tenant asks first: it ends what the former one holds. */
export function EditServer({ server }: { readonly server: ServerShape }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const tell = useToast();
  const organisations = useQuery(trpc.organisations.list.queryOptions()).data?.items ?? [];
  const [draft, setDraft] = useState(() => serverDraftOf(server));
  const [asking, setAsking] = useState(false);
  const update = useMutation(
    trpc.servers.update.mutationOptions({
      onSuccess: async ({ grantsEnded }) => {
        await Promise.all([
          queryClient.invalidateQueries(trpc.servers.get.pathFilter()),
          queryClient.invalidateQueries(trpc.bmcs.list.pathFilter()),
          queryClient.invalidateQueries(trpc.organisations.list.pathFilter()),
        ]);
        tell({
          title: 'The server is saved',
          ...(grantsEnded > 0 ? { detail: "The former tenant's access is being removed." } : {}),
        });
      },
      onSettled: () => setAsking(false),
    }),
  );
  const reassigned = draft.organisationId !== (server.organisation?.id ?? '');
  const nextTenant = organisations.find(({ id }) => id === draft.organisationId)?.name ?? 'nobody';
  const save = () => update.mutate({ ...serverInputOf(draft), serverId: server.id });
  return (
    <Card title="Server">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (reassigned && server.organisation !== null) setAsking(true);
          else save();
        }}
      >
        <ServerFields
          draft={draft}
          onChange={setDraft}
          errors={update.error === null ? {} : problemOf(update.error).fields}
          sites={[server.site]}
          organisations={organisations}
          siteFixed
        />
        <FormProblem error={update.error} shown={isServerField} />
        <div className="mt-5 flex justify-end">
          <Button tone="solid" type="submit" pending={update.isPending}>
            Save server
          </Button>
        </div>
      </form>
      <AlertDialog
        open={asking}
        onOpenChange={setAsking}
        title={`This takes ${server.name} from ${server.organisation?.name ?? 'nobody'}`}
        verb="Reassign"
        pending={update.isPending}
        onConfirm={save}
      >
        <p>
          {server.access === null
            ? `Nobody has access right now. From then on the server belongs to ${nextTenant}.`
            : `The access that stands on it now ends at once, open consoles close, and the account is removed from the BMC. From then on the server belongs to ${nextTenant}; new access is given only after the old account is proven gone.`}
        </p>
      </AlertDialog>
    </Card>
  );
}
