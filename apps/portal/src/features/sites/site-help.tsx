'use client';
import { Button, Dialog, DialogActions, Field, Input, useToast } from '@postern/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { problemOf } from '../data/problem.ts';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';
import type { Site } from './site.ts';

/** Whom the people of a site ask when a machine needs hands, and the way to change it. */
export function SiteHelp({ site }: { readonly site: Site }) {
  const [editing, setEditing] = useState(false);
  const { words, mail } = site.help;
  return (
    <div>
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <h3 className="font-semibold">Data-centre staff</h3>
        <Button size="small" onClick={() => setEditing(true)}>
          Change contact<span className="sr-only"> of {site.name}</span>
        </Button>
      </div>
      {words === '' && mail === null ? (
        <p className="text-n-11">Nobody is named: tenants are told to ask support.</p>
      ) : (
        <p>{[words, mail].filter((part) => part !== null && part !== '').join(' · ')}</p>
      )}
      {editing && <EditHelp site={site} onClose={() => setEditing(false)} />}
    </div>
  );
}

function EditHelp({ site, onClose }: { readonly site: Site; readonly onClose: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const tell = useToast();
  const [words, setWords] = useState(site.help.words);
  const [mail, setMail] = useState(site.help.mail ?? '');
  const update = useMutation(
    trpc.sites.updateHelp.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.sites.list.pathFilter());
        void queryClient.invalidateQueries(trpc.servers.get.pathFilter());
        tell({ title: `The contact of ${site.name} is changed` });
        onClose();
      },
    }),
  );
  const fields = update.error === null ? {} : problemOf(update.error).fields;
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={`Data-centre staff of ${site.name}`}
      description="Tenants see it on the pages of their servers, as the last way out when a BMC is stuck."
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          update.mutate({ siteId: site.id, help: { words, mail: mail.trim() === '' ? null : mail } });
        }}
      >
        <div className="grid gap-4">
          <Field label="Mail address" optional error={fields['help.mail']?.[0]}>
            {(control) => (
              <Input
                {...control}
                type="email"
                value={mail}
                maxLength={200}
                placeholder="remote-hands@example.com"
                onChange={({ target }) => setMail(target.value)}
              />
            )}
          </Field>
          <Field
            label="What tenants should know"
            optional
            hint="Hours, a telephone number, what it costs."
            error={fields['help.words']?.[0]}
          >
            {(control) => (
              <Input
                {...control}
                value={words}
                maxLength={500}
                placeholder="Day and night, +49 69 1234, 15 minutes are free"
                onChange={({ target }) => setWords(target.value)}
              />
            )}
          </Field>
        </div>
        {update.error && Object.keys(fields).length === 0 && (
          <div className="mt-4">
            <ProblemNote error={update.error} />
          </div>
        )}
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="solid" type="submit" pending={update.isPending}>
            Change contact
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
