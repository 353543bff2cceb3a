'use client';
import { Button, useToast } from '@postern/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { BmcUserShape } from '../../server/shapes/bmc-user.ts';
import { useTRPC } from '../data/trpc.ts';
import { AdoptUser } from './adopt-user.tsx';
import { RemoveUser } from './remove-user.tsx';

export interface UserVerdictProps {
  readonly user: BmcUserShape;
  readonly serverId: string;
}

/** What can be done about a user who is not ours. */
export function UserVerdict({ user, serverId }: UserVerdictProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const tell = useToast();
  const [asking, setAsking] = useState<'adopt' | 'remove' | null>(null);
  const ignore = useMutation(
    trpc.bmcUsers.ignore.mutationOptions({
      onError: (error) => tell({ title: error.message }),
      onSettled: () => queryClient.invalidateQueries(trpc.bmcUsers.list.queryFilter({ serverId })),
    }),
  );
  const { reportedAt } = user;
  const whom = <span className="sr-only"> {user.name === '' ? 'the user without a name' : user.name}</span>;
  const close = () => setAsking(null);
  return (
    <div className="flex flex-wrap gap-2">
      {user.toJudge && reportedAt !== null && (
        <>
          <Button size="small" onClick={() => setAsking('adopt')}>
            Adopt{whom}
          </Button>
          <Button
            size="small"
            pending={ignore.isPending}
            onClick={() => ignore.mutate({ userId: user.id, reportedAt })}
          >
            Ignore{whom}
          </Button>
        </>
      )}
      {user.mayRemove && (
        <Button size="small" tone="danger" onClick={() => setAsking('remove')}>
          Remove{whom}
        </Button>
      )}
      {asking === 'adopt' && reportedAt !== null && (
        <AdoptUser user={user} serverId={serverId} reportedAt={reportedAt} onClose={close} />
      )}
      {asking === 'remove' && <RemoveUser user={user} serverId={serverId} onClose={close} />}
    </div>
  );
}
