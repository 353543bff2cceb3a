'use client';
import { Badge, Callout, Card, RelativeTime } from '@postern/ui';
import { useQuery } from '@tanstack/react-query';
import type { BmcUserShape } from '../../server/shapes/bmc-user.ts';
import type { ServerShape } from '../../server/shapes/server.ts';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';
import { UserVerdict } from './user-verdict.tsx';
import { gaugeText, kindText, rightsText } from './user-words.ts';

/** A look at the BMC may come without any other change. */
const refreshMs = 15_000;

/** Who is on the BMC: ours and not ours, and what an admin made of those. */
export function BmcUsersCard({ server }: { readonly server: ServerShape }) {
  const trpc = useTRPC();
  const list = useQuery(
    trpc.bmcUsers.list.queryOptions(
      { serverId: server.id },
      { enabled: server.bmc !== null, refetchInterval: refreshMs },
    ),
  );
  if (server.bmc === null) return null;
  const table = list.data?.table ?? null;
  const items = list.data?.items ?? [];
  const foreign = items.filter(({ kind, goneAt }) => kind === 'foreign' && goneAt === null);
  const nearlyFull = table !== null && table.free !== null && table.free <= 1;
  return (
    <Card
      title="Users of the BMC"
      aside={
        table !== null && (
          <span className="text-sm text-n-11 tabular-nums">{gaugeText(table, foreign.length)}</span>
        )
      }
    >
      {list.error && list.data === undefined && (
        <ProblemNote error={list.error} onRetry={() => void list.refetch()} />
      )}
      {list.data !== undefined && table === null && (
        <p className="text-n-11">Not read yet. A broker reads them when it starts, and at every grant.</p>
      )}
      {nearlyFull && (
        <div className="mb-4">
          <Callout tone="warn" title={table.free === 0 ? 'No slot is free' : 'One slot is free'}>
            An account of Postern needs a free slot. Remove a user that is no longer needed.
          </Callout>
        </div>
      )}
      {items.length > 0 && (
        <ul className="-my-3 divide-y divide-n-6">
          {items.map((user) => (
            <BmcUserRow key={user.id} user={user} serverId={server.id} />
          ))}
        </ul>
      )}
      {table !== null && (
        <p className="mt-4 border-t border-n-6 pt-3 text-sm text-n-11">
          Read <RelativeTime at={table.readAt} />
        </p>
      )}
    </Card>
  );
}

function BmcUserRow({ user, serverId }: { readonly user: BmcUserShape; readonly serverId: string }) {
  const gone = user.goneAt !== null;
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 py-3">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <span
            className={`break-all font-mono text-sm ${gone ? 'text-n-11 line-through' : 'font-semibold'}`}
          >
            {user.name === '' ? 'no name' : user.name}
          </span>
          <KindBadge user={user} />
        </p>
        <p className="text-sm text-n-11">
          {user.slot !== null && `slot ${user.slot} · `}
          {rightsText(user)} ·{' '}
          {user.goneAt === null ? (
            <>
              since <RelativeTime at={user.firstSeenAt} />
            </>
          ) : (
            <>
              gone <RelativeTime at={user.goneAt} />
            </>
          )}
        </p>
        {user.verdict !== null && user.verdictAt !== null && !gone && (
          <p className="text-sm text-n-11">
            {user.verdict === 'adopted' ? 'Adopted' : 'Ignored'} by {user.verdictByName}{' '}
            <RelativeTime at={user.verdictAt} />
            {user.verdictNote !== null && ` · ${user.verdictNote}`}
            {user.toJudge && ' · changed since'}
          </p>
        )}
      </div>
      {!gone && user.kind !== 'login' && user.kind !== 'account' && (
        <UserVerdict user={user} serverId={serverId} />
      )}
    </li>
  );
}

function KindBadge({ user }: { readonly user: BmcUserShape }) {
  if (user.goneAt !== null) return <Badge tone="neutral">gone</Badge>;
  if (user.toJudge) return <Badge tone={user.mayLogIn ? 'danger' : 'warn'}>not ours</Badge>;
  if (user.kind === 'foreign') return <Badge tone="neutral">{user.verdict ?? 'not ours'}</Badge>;
  return <Badge tone={user.kind === 'account' ? 'accent' : 'ok'}>{kindText(user)}</Badge>;
}
