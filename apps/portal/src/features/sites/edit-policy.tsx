'use client';
import { Button, Dialog, DialogActions, useToast } from '@postern/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { problemOf } from '../data/problem.ts';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';
import { policyDraftOf, policyErrors, readPolicyDraft } from '../policy/policy-draft.ts';
import { PolicyFields } from '../policy/policy-fields.tsx';
import type { Site } from './site.ts';

const noFields: Readonly<Record<string, string>> = {};

export interface EditPolicyProps {
  readonly site: Site;
  readonly onClose: () => void;
}

/** The limits of a site. Access that stands keeps its end; its next extension feels them. */
export function EditPolicy({ site, onClose }: EditPolicyProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const tell = useToast();
  const [draft, setDraft] = useState(() => policyDraftOf(site.policy));
  const [unread, setUnread] = useState(noFields);
  const update = useMutation(
    trpc.sites.updatePolicy.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.sites.list.pathFilter());
        void queryClient.invalidateQueries(trpc.servers.get.pathFilter());
        tell({ title: `The policy of ${site.name} is changed` });
        onClose();
      },
    }),
  );
  const refused = update.error === null ? noFields : policyErrors(problemOf(update.error).fields);
  const errors: Readonly<Record<string, string>> = { ...refused, ...unread };
  const submit = () => {
    const reading = readPolicyDraft(draft);
    setUnread(reading.ok ? noFields : reading.fields);
    if (reading.ok) update.mutate({ siteId: site.id, policy: reading.policy });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={`Access policy of ${site.name}`}
      description="Access that stands keeps its end; the limits hold for what is asked for from now on."
      width="wide"
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <PolicyFields draft={draft} errors={errors} onChange={setDraft} />
        {update.error && Object.keys(refused).length === 0 && (
          <div className="mt-4">
            <ProblemNote error={update.error} />
          </div>
        )}
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="solid" type="submit" pending={update.isPending}>
            Change policy
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
