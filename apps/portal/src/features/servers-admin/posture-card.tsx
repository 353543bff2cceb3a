'use client';
import { postureSeverities } from '@postern/domain/bmc/onboarding';
import { Badge, Button, Card, RelativeTime, type Tone } from '@postern/ui';
import { useMutation } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import type { BmcShape, ServerShape } from '../../server/shapes/server.ts';
import { newClickKey } from '../data/click-key.ts';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';
import { ActionBadge } from './action-badge.tsx';
import { isActionOver } from './action-over.ts';
import { useFollowedAction } from './use-followed-action.ts';

/** What is weak on this BMC, worst first, and what to do about it. */
export function PostureCard({ server }: { readonly server: ServerShape }) {
  const trpc = useTRPC();
  const [started, setStarted] = useState<string | null>(null);
  const start = useMutation(
    trpc.bmcs.posture.mutationOptions({ onSuccess: ({ actionId }) => setStarted(actionId) }),
  );
  const action = useFollowedAction(server.id, 'bmc-posture', started);
  const { bmc } = server;
  if (bmc === null) return null;
  const running = start.isPending || (action !== undefined && !isActionOver(action));
  return (
    <Card
      title="Posture"
      aside={
        <Button
          size="small"
          icon={<ShieldCheck aria-hidden />}
          pending={running}
          onClick={() => start.mutate({ serverId: server.id, idempotencyKey: newClickKey() })}
        >
          Check posture
        </Button>
      }
    >
      {start.error && (
        <div className="mb-4">
          <ProblemNote error={start.error} />
        </div>
      )}
      {action !== undefined && action.state !== 'succeeded' && (
        <p className="mb-3 flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <ActionBadge state={action.state} done="checked" />
          <span>{action.error?.sentence ?? 'A broker looks at the BMC.'}</span>
        </p>
      )}
      <Found bmc={bmc} />
    </Card>
  );
}

const tones: Record<(typeof postureSeverities)[number], Tone> = {
  critical: 'danger',
  warning: 'warn',
  notice: 'neutral',
};

function Found({ bmc: { posture, postureAt } }: { readonly bmc: BmcShape }) {
  if (posture === null || postureAt === null) {
    return (
      <p className="text-n-11">Never checked. The check logs in and reads; it changes nothing on the BMC.</p>
    );
  }
  const worstFirst = postureSeverities.flatMap((severity) =>
    posture.findings.filter((finding) => finding.severity === severity),
  );
  return (
    <>
      {worstFirst.length === 0 && <p>Nothing weak was found.</p>}
      <ul className="grid gap-3">
        {worstFirst.map(({ code, severity, what, nextStep }) => (
          <li key={`${code} ${what}`} className="text-sm">
            <Badge tone={tones[severity]}>{severity}</Badge>
            <p className="mt-1">{what}</p>
            <p className="text-n-11">{nextStep}</p>
          </li>
        ))}
      </ul>
      {posture.unchecked.length > 0 && (
        <p className="mt-3 text-sm text-n-11">
          Not checked: {posture.unchecked.map(({ check, why }) => `${check} (${why})`).join('; ')}
        </p>
      )}
      <p className="mt-3 text-sm text-n-11">
        Checked <RelativeTime at={postureAt} />
      </p>
    </>
  );
}
