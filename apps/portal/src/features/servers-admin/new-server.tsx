'use client';
import { Button, Callout, Card } from '@postern/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { problemOf } from '../data/problem.ts';
import { useTRPC } from '../data/trpc.ts';
import { FormProblem } from './form-problem.tsx';
import { type ServerDraft, serverInputOf } from './server-draft.ts';
import { isServerField } from './server-field-names.ts';
import { ServerFields } from './server-fields.tsx';

/** Adds a server, then goes on to its BMC. */
export function NewServer() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const sites = useQuery(trpc.sites.list.queryOptions()).data?.items ?? [];
  const organisations = useQuery(trpc.organisations.list.queryOptions()).data?.items ?? [];
  const [draft, setDraft] = useState<ServerDraft>({
    siteId: sites.length === 1 ? (sites[0]?.id ?? '') : '',
    name: '',
    rack: '',
    serial: '',
    addresses: '',
    organisationId: '',
  });
  const [siteMissing, setSiteMissing] = useState(false);
  const create = useMutation(
    trpc.servers.create.mutationOptions({
      onSuccess: async ({ serverId }) => {
        await queryClient.invalidateQueries(trpc.bmcs.list.pathFilter());
        void queryClient.invalidateQueries(trpc.sites.list.pathFilter());
        router.push(`/admin/servers/${serverId}`);
      },
    }),
  );
  const refused = create.error === null ? {} : problemOf(create.error).fields;
  const errors = siteMissing && draft.siteId === '' ? { ...refused, siteId: 'The site is needed.' } : refused;
  const submit = () => {
    setSiteMissing(draft.siteId === '');
    if (draft.siteId !== '') create.mutate({ ...serverInputOf(draft), siteId: draft.siteId });
  };
  if (sites.length === 0) {
    return (
      <Callout tone="warn" title="There is no site yet">
        A site appears as soon as its first broker has registered. Start a broker, then add servers to its
        site.
      </Callout>
    );
  }
  return (
    <Card title="Server">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <ServerFields
          draft={draft}
          onChange={setDraft}
          errors={errors}
          sites={sites}
          organisations={organisations}
          siteFixed={false}
        />
        <FormProblem error={create.error} shown={isServerField} />
        <div className="mt-5 flex flex-wrap justify-end gap-2">
          <Button asChild>
            <Link href="/admin/servers">Cancel</Link>
          </Button>
          <Button tone="solid" type="submit" pending={create.isPending}>
            Add server
          </Button>
        </div>
      </form>
    </Card>
  );
}
