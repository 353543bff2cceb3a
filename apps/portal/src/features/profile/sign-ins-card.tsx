'use client';
import { Badge, Button, Card, ClockTime, RelativeTime, Skeleton, useToast } from '@postern/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { problemOf } from '../data/problem.ts';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';
import { browserWords } from './browser-words.ts';

/** A sign-in of another browser is not told to this page; it looks. */
const lookAgainMs = 30_000;

/** Every browser that is signed in as this person, and the way to sign it out. */
export function SignInsCard() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const tell = useToast();
  const { data, error, refetch } = useQuery({
    ...trpc.webSessions.list.queryOptions(),
    refetchInterval: lookAgainMs,
  });
  const ended = {
    onSuccess: ({ sessionsEnded }: { readonly sessionsEnded: number }) =>
      tell({ title: sessionsEnded === 1 ? 'Sign-in ended' : `${sessionsEnded} sign-ins ended` }),
    onError: (failure: unknown) => tell({ title: problemOf(failure).message, tone: 'danger' }),
    onSettled: () => queryClient.invalidateQueries(trpc.webSessions.pathFilter()),
  };
  const end = useMutation(trpc.webSessions.end.mutationOptions(ended));
  const endOthers = useMutation(trpc.webSessions.endOthers.mutationOptions(ended));
  const others = data?.items.filter(({ here }) => !here) ?? [];
  return (
    <Card
      title="Sign-ins"
      aside={
        others.length > 1 && (
          <Button size="small" tone="warn" pending={endOthers.isPending} onClick={() => endOthers.mutate()}>
            End all others
          </Button>
        )
      }
    >
      {error !== null && data === undefined && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && (
        <div role="status" aria-label="Loading sign-ins">
          <Skeleton className="h-16" />
        </div>
      )}
      <ul className="-my-2.5 divide-y divide-n-6">
        {data?.items.map((session) => (
          <li key={session.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2.5">
            <div className="min-w-0 flex-1 basis-52">
              <span className="font-medium">{browserWords(session.userAgent)}</span>
              {session.here && (
                <span className="ml-2">
                  <Badge tone="ok">this browser</Badge>
                </span>
              )}
              <div className="text-sm text-n-11">
                from {session.sourceAddress ?? 'an unknown address'} · since{' '}
                <ClockTime at={session.createdAt} /> · last seen <RelativeTime at={session.lastSeenAt} />
              </div>
            </div>
            {!session.here && (
              <Button
                size="small"
                tone="warn"
                pending={end.isPending && end.variables.webSessionId === session.id}
                onClick={() => end.mutate({ webSessionId: session.id })}
              >
                End
                <span className="sr-only">
                  {' '}
                  {browserWords(session.userAgent)} from {session.sourceAddress ?? 'an unknown address'}
                </span>
              </Button>
            )}
          </li>
        ))}
      </ul>
      {others.length > 0 && (
        <p className="mt-4 text-sm text-n-11">
          Ending a sign-in signs that browser out at once and closes its consoles. Access that was made stays.
        </p>
      )}
    </Card>
  );
}
