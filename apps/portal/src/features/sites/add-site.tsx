'use client';
import { Button, Dialog, DialogActions, Field, Input } from '@postern/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { problemOf } from '../data/problem.ts';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';
import { StartBroker } from './start-broker.tsx';

/** Two steps: the site's row, then what its first broker has to be told. */
export function AddSite({ onClose }: { readonly onClose: () => void }) {
  const [made, setMade] = useState<{ readonly slug: string; readonly name: string } | null>(null);
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={made === null ? 'Add site' : `${made.name} is added. Start its broker`}
      width={made === null ? 'narrow' : 'wide'}
    >
      {made === null ? (
        <SiteForm onMade={setMade} onClose={onClose} />
      ) : (
        <StartBroker slug={made.slug} onClose={onClose} />
      )}
    </Dialog>
  );
}

interface SiteFormProps {
  readonly onMade: (site: { readonly slug: string; readonly name: string }) => void;
  readonly onClose: () => void;
}

function SiteForm({ onMade, onClose }: SiteFormProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [name, setName] = useState('');
  const [slug, setSlug] = useState('');
  const create = useMutation(
    trpc.sites.create.mutationOptions({
      onSuccess: async (_, site) => {
        await queryClient.invalidateQueries(trpc.sites.list.pathFilter());
        onMade({ slug: site.slug.trim(), name: site.name.trim() });
      },
    }),
  );
  const fields = create.error === null ? {} : problemOf(create.error).fields;
  return (
    <form
      noValidate
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate({ name, slug });
      }}
    >
      <Field label="Name" hint="As people call it." error={fields.name}>
        {(control) => (
          <Input
            {...control}
            value={name}
            maxLength={60}
            autoComplete="off"
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field
        label="Slug"
        hint="Its brokers are started with it, and it stays. Lower case letters, digits and dashes, such as fra1."
        error={fields.slug}
      >
        {(control) => (
          <Input
            {...control}
            value={slug}
            maxLength={32}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            className="font-mono"
            onChange={(event) => setSlug(event.target.value)}
          />
        )}
      </Field>
      <p className="text-sm text-n-11">
        A site is served by brokers that are started with its slug. Their settings are shown next.
      </p>
      {create.error !== null && fields.name === undefined && fields.slug === undefined && (
        <ProblemNote error={create.error} />
      )}
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button tone="solid" type="submit" pending={create.isPending}>
          Add site
        </Button>
      </DialogActions>
    </form>
  );
}
