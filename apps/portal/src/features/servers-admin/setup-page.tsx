'use client';
import { Button } from '@postern/ui';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { BmcUsersCard } from '../bmc-users/bmc-users-card.tsx';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';
import { OverrideCard } from '../policy/override-card.tsx';
import { LoginCard } from '../rotation/login-card.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { CertificateCard } from './certificate-card.tsx';
import { EditBmc } from './edit-bmc.tsx';
import { EditServer } from './edit-server.tsx';
import { PostureCard } from './posture-card.tsx';
import { ProbeCard } from './probe-card.tsx';
import { TestBmc } from './test-bmc.tsx';

/** Everything that an admin sets about one server, and the proof that it works. */
export function SetupPage({ serverId }: { readonly serverId: string }) {
  const trpc = useTRPC();
  const { data: server, error, refetch } = useQuery(trpc.servers.get.queryOptions({ serverId }));
  if (server === undefined) {
    return error === null ? null : <ProblemNote error={error} onRetry={() => void refetch()} />;
  }
  return (
    <>
      <PageHead
        title={server.name}
        action={
          <Button asChild>
            <Link href={`/servers/${server.id}`}>Open server page</Link>
          </Button>
        }
      >
        <Link href="/admin/servers" className="underline">
          Servers
        </Link>{' '}
        · {server.site.name} · {server.rack}
      </PageHead>
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="grid gap-4">
          <EditServer server={server} />
          <EditBmc server={server} />
          <BmcUsersCard server={server} />
          <CertificateCard server={server} />
          <OverrideCard serverId={server.id} name={server.name} />
        </div>
        <div className="grid gap-4 lg:sticky lg:top-20">
          <TestBmc server={server} />
          <LoginCard server={server} />
          <PostureCard server={server} />
          <ProbeCard server={server} />
        </div>
      </div>
    </>
  );
}
