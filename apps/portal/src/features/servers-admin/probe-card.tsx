'use client';
import { AlertDialog, Button, Card, RelativeTime } from '@postern/ui';
import { useMutation } from '@tanstack/react-query';
import { FlaskConical } from 'lucide-react';
import { useState } from 'react';
import type { BmcShape, ServerShape } from '../../server/shapes/server.ts';
import { newClickKey } from '../data/click-key.ts';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';
import { ActionBadge } from './action-badge.tsx';
import { isActionOver } from './action-over.ts';
import { profileLines } from './profile-lines.ts';
import { useFollowedAction } from './use-followed-action.ts';

/** Has a broker try what this BMC really does, and shows what is known of it. */
export function ProbeCard({ server }: { readonly server: ServerShape }) {
  const trpc = useTRPC();
  const [asked, setAsked] = useState(false);
  const [started, setStarted] = useState<string | null>(null);
  const start = useMutation(
    trpc.bmcs.probe.mutationOptions({
      onSuccess({ actionId }) {
        setStarted(actionId);
        setAsked(false);
      },
    }),
  );
  const action = useFollowedAction(server.id, 'bmc-probe', started);
  const { bmc } = server;
  if (bmc === null) return null;
  const running = action !== undefined && !isActionOver(action);
  return (
    <Card
      title="Probe"
      aside={
        <Button
          size="small"
          icon={<FlaskConical aria-hidden />}
          pending={running}
          onClick={() => setAsked(true)}
        >
          Probe BMC
        </Button>
      }
    >
      {action !== undefined && action.state !== 'succeeded' && (
        <p className="mb-3 flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <ActionBadge state={action.state} done="probed" />
          <span>{action.error?.sentence ?? 'A broker tries out what the BMC does.'}</span>
        </p>
      )}
      <Known bmc={bmc} />
      <AlertDialog
        open={asked}
        onOpenChange={setAsked}
        title={`This makes a user on the BMC of ${server.name} and removes it again`}
        verb="Probe BMC"
        pending={start.isPending}
        onConfirm={() => start.mutate({ serverId: server.id, idempotencyKey: newClickKey() })}
      >
        <p>
          A broker takes a free user slot, tries there what disabling, removing and ending sessions really do,
          and clears it. The server is not touched. Access that is asked for meanwhile waits.
        </p>
        {start.error && (
          <div className="mt-3">
            <ProblemNote error={start.error} />
          </div>
        )}
      </AlertDialog>
    </Card>
  );
}

function Known({ bmc: { profile, profiledAt, endsForeignSessions } }: { readonly bmc: BmcShape }) {
  if (profile === null || profiledAt === null) {
    return (
      <p className="text-n-11">
        Never probed. Postern then takes nothing for granted and tries each way that firmware may have.
      </p>
    );
  }
  return (
    <>
      <dl className="grid gap-x-4 gap-y-1.5 text-sm sm:grid-cols-[auto_1fr]">
        {profileLines(profile, endsForeignSessions).map(({ label, value }) => (
          <div key={label} className="contents">
            <dt className="text-n-11">{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 text-sm text-n-11">
        Probed <RelativeTime at={profiledAt} />, firmware {profile.identity.firmware}. Probe again after an
        update.
      </p>
    </>
  );
}
