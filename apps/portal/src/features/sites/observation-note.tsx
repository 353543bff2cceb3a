'use client';
import { Button, Callout } from '@postern/ui';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTRPC } from '../data/trpc.ts';

const refreshMs = 15_000;

/** Over every page of staff while a site writes to none of its BMCs. */
export function ObservationNote({ admin }: { readonly admin: boolean }) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.sites.observations.queryOptions(undefined, { refetchInterval: refreshMs }));
  if (data === undefined || data.items.length === 0) return null;
  return (
    <div className="mx-auto grid max-w-7xl gap-2 px-4 pt-4 sm:px-6">
      {data.items.map(({ siteId, siteName, cause }) => (
        <Callout
          key={siteId}
          tone="danger"
          title={`Nothing is written to the BMCs of ${siteName}`}
          action={
            admin && (
              <Button asChild size="small">
                <Link href="/admin/sites">
                  See what would be done<span className="sr-only"> at {siteName}</span>
                </Link>
              </Button>
            )
          }
        >
          {cause === 'database-restored'
            ? 'Its broker found an older database than the one it knew.'
            : 'An admin put it on hold.'}{' '}
          Access is neither made nor removed there until an admin confirms what is to be done.
        </Callout>
      ))}
    </div>
  );
}
