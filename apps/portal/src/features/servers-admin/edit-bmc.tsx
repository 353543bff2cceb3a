'use client';
import { Button, Callout, Card, ClockTime, useToast } from '@postern/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ServerShape } from '../../server/shapes/server.ts';
import { problemOf } from '../data/problem.ts';
import { useTRPC } from '../data/trpc.ts';
import { type BmcDraft, bmcDraftOf, readBmcDraft, withoutSecrets } from './bmc-draft.ts';
import { BmcFields, isBmcField } from './bmc-fields.tsx';
import { FormProblem } from './form-problem.tsx';

const noFields: Readonly<Record<string, string>> = {};

/** Where a server's BMC is and how brokers log in to it. Secrets go in and never come out. */
export function EditBmc({ server }: { readonly server: ServerShape }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const tell = useToast();
  const { bmc } = server;
  const [draft, setDraft] = useState<BmcDraft>(() => bmcDraftOf(bmc));
  const [unread, setUnread] = useState(noFields);
  const write = useMutation(
    trpc.bmcs.write.mutationOptions({
      // What was sent holds secrets: nothing keeps it.
      gcTime: 0,
      onSuccess: async () => {
        await Promise.all([
          queryClient.invalidateQueries(trpc.servers.get.pathFilter()),
          queryClient.invalidateQueries(trpc.bmcs.list.pathFilter()),
        ]);
        setDraft(withoutSecrets);
        tell({ title: 'The BMC is saved', detail: 'Test it now.' });
      },
    }),
  );
  const submit = () => {
    const reading = readBmcDraft(draft, bmc);
    setUnread(reading.ok ? noFields : reading.fields);
    if (!reading.ok) return;
    write.mutate({ serverId: server.id, ...reading.input }, { onSuccess: () => write.reset() });
  };
  const refused = write.error === null ? noFields : problemOf(write.error).fields;
  return (
    <Card title="BMC">
      {bmc?.frozenUntil && <Frozen until={bmc.frozenUntil} />}
      <form
        noValidate
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <BmcFields
          serverId={server.id}
          draft={draft}
          onChange={setDraft}
          bmc={bmc}
          errors={{ ...refused, ...unread }}
        />
        <FormProblem error={write.error} shown={isBmcField} />
        <div className="mt-5 flex justify-end">
          <Button tone="solid" type="submit" pending={write.isPending}>
            {bmc === null ? 'Set up BMC' : 'Save BMC'}
          </Button>
        </div>
      </form>
    </Card>
  );
}

function Frozen({ until }: { readonly until: Date }) {
  return (
    <div className="mb-4">
      <Callout tone="danger" title="The login is frozen">
        The BMC refused the stored login three times in ten minutes. None is tried before{' '}
        <ClockTime at={until} />, so that the BMC does not lock it. Replace the login below, then test.
      </Callout>
    </div>
  );
}
