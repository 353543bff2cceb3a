'use client';
import { Button, Dialog, Field, Input } from '@postern/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { problemOf } from '../data/problem.ts';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';
import type { Site } from '../sites/site.ts';

/** How old the stored BMC logins of a site may become. */
export function RotationSchedule({ site }: { readonly site: Site }) {
  const [editing, setEditing] = useState(false);
  return (
    <div className="flex flex-wrap items-center justify-between gap-2 border-t border-n-6 pt-4">
      <div>
        <h3 className="font-semibold">BMC logins</h3>
        <p className="text-sm text-n-11">
          {site.rotateAfterDays === null
            ? 'Replaced on request only.'
            : `Replaced when they are ${site.rotateAfterDays} days old.`}
        </p>
      </div>
      <Button size="small" onClick={() => setEditing(true)}>
        Change schedule<span className="sr-only"> of {site.name}</span>
      </Button>
      {editing && <EditSchedule site={site} onClose={() => setEditing(false)} />}
    </div>
  );
}

function EditSchedule({ site, onClose }: { readonly site: Site; readonly onClose: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [days, setDays] = useState(site.rotateAfterDays === null ? '' : String(site.rotateAfterDays));
  const schedule = useMutation(
    trpc.sites.scheduleRotation.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.sites.list.queryFilter());
        onClose();
      },
    }),
  );
  const number = /^\d{1,4}$/.test(days.trim()) ? Number(days) : Number.NaN;
  const valid = days.trim() === '' || (number >= 1 && number <= 1826);
  const problem = schedule.error === null ? null : problemOf(schedule.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (valid) schedule.mutate({ siteId: site.id, everyDays: days.trim() === '' ? null : number });
  };
  return (
    <Dialog open onOpenChange={(open) => open || onClose()} title={`BMC logins of ${site.name}`}>
      <form noValidate onSubmit={submit} className="grid gap-4">
        <p className="text-n-11">
          A broker replaces the password of each stored login, sees the new one work, and sees the old one
          refused.
        </p>
        <Field
          label="Replace after days"
          hint="1 to 1826. Empty: on request only."
          error={valid ? problem?.fields.everyDays : 'A whole number from 1 to 1826, or nothing.'}
        >
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              value={days}
              maxLength={4}
              autoComplete="off"
              onChange={(event) => setDays(event.target.value)}
            />
          )}
        </Field>
        {problem !== null && problem.fields.everyDays === undefined && <ProblemNote error={schedule.error} />}
        <div className="flex justify-end">
          <Button tone="solid" type="submit" pending={schedule.isPending}>
            Save schedule
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
