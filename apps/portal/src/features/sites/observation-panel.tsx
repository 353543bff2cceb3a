'use client';
import { AlertDialog, Button, Callout } from '@postern/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';
import { plannedWriteWords } from './planned-write-words.ts';

const refreshMs = 5_000;

/** What a site that is on hold would write to its BMCs, and the button that lets it. */
export function ObservationPanel({
  site,
}: {
  readonly site: { readonly id: string; readonly name: string };
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);
  const { data } = useQuery(trpc.sites.observations.queryOptions(undefined, { refetchInterval: refreshMs }));
  const confirm = useMutation(
    trpc.sites.confirmWrites.mutationOptions({
      onSuccess: () => setAsking(false),
      onSettled: () => queryClient.invalidateQueries(trpc.sites.observations.pathFilter()),
    }),
  );
  const observation = data?.items.find(({ siteId }) => siteId === site.id);
  if (observation === undefined) return null;
  const { since, digest, bmcs, notLookedAt } = observation;
  const planned = bmcs.filter(({ plan, errorCode }) => plan.length > 0 || errorCode !== null);
  return (
    <section aria-label={`What would be done at ${site.name}`} className="grid gap-3">
      <Callout tone="danger" title="Nothing is written to the BMCs of this site">
        {notLookedAt > 0
          ? `Its brokers look at every BMC first; ${notLookedAt} of them are left.`
          : 'Every BMC was looked at. Look through what would be done, then confirm it.'}
      </Callout>
      {planned.length === 0 ? (
        <p className="text-n-11">{notLookedAt > 0 ? 'Nothing to do so far.' : 'There is nothing to do.'}</p>
      ) : (
        <ul className="divide-y divide-n-6 border-y border-n-6">
          {planned.map(({ bmcId, serverName, plan, errorCode }) => (
            <li key={bmcId} className="py-2.5">
              <p className="font-semibold">{serverName}</p>
              <ul className="text-sm text-n-11">
                {plan.map((write) => (
                  <li key={`${write.kind} ${write.username}`}>{plannedWriteWords(write)}</li>
                ))}
                {errorCode !== null && (
                  <li>
                    {errorCode === 'bmc-unknown'
                      ? 'No row knows this BMC any more; its broker does.'
                      : `Its users could not be read (${errorCode}); more may be found when it answers.`}
                  </li>
                )}
              </ul>
            </li>
          ))}
        </ul>
      )}
      <div>
        <Button tone="solid" disabled={notLookedAt > 0} onClick={() => setAsking(true)}>
          Confirm<span className="sr-only"> what is to be done at {site.name}</span>
        </Button>
      </div>
      <AlertDialog
        open={asking}
        onOpenChange={setAsking}
        title={`This lets ${site.name} write to its BMCs again`}
        verb="Confirm"
        pending={confirm.isPending}
        onConfirm={() => confirm.mutate({ siteId: site.id, since, digest })}
      >
        <p>
          What is listed is done within minutes. Requests that waited in the database were refused; people ask
          again.
        </p>
        {confirm.error && (
          <div className="mt-3">
            <ProblemNote error={confirm.error} />
          </div>
        )}
      </AlertDialog>
    </section>
  );
}
