'use client';
import { Button, Dialog, DialogActions, RadioGroup, useToast } from '@postern/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';
import type { Site } from './site.ts';

export const accessPathWords: Record<Site['accessPath'], string> = {
  carried: 'through a broker',
  direct: "directly, at the BMC's address",
};

/** How tools reach the BMCs of a site. Access that stands keeps its way. */
export function EditAccessPath({ site, onClose }: { readonly site: Site; readonly onClose: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const tell = useToast();
  const [path, setPath] = useState(site.accessPath);
  const update = useMutation(
    trpc.sites.updateAccessPath.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.sites.list.pathFilter());
        tell({ title: `The way to the BMCs of ${site.name} is changed` });
        onClose();
      },
    }),
  );
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={`The way to the BMCs of ${site.name}`}
      description="For ipmitool and other tools of tenants. Access that stands keeps its way."
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          update.mutate({ siteId: site.id, path });
        }}
      >
        <RadioGroup
          label="Tools reach BMCs"
          value={path}
          onValueChange={setPath}
          options={[
            {
              value: 'carried',
              label: 'Through a broker',
              hint: 'An address and port of the broker, locked to the tenant’s address and cut at the end.',
            },
            {
              value: 'direct',
              label: 'Directly',
              hint: 'Where tenants reach the BMC network. A BMC that keeps sessions alive after their account is carried all the same.',
            },
          ]}
        />
        {update.error && <ProblemNote error={update.error} />}
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="solid" type="submit" pending={update.isPending}>
            Change the way
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
