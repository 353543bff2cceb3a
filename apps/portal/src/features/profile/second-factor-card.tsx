'use client';
import { Badge, Button, Callout, Card, ClockTime, Skeleton } from '@postern/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';
import { AddSecondFactor } from './add-second-factor.tsx';
import { RemoveSecondFactor } from './remove-second-factor.tsx';

/** Below this, one bad week uses them up. */
const fewCodes = 3;

export interface SecondFactorCardProps {
  readonly email: string;
}

export function SecondFactorCard({ email }: SecondFactorCardProps) {
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(trpc.secondFactor.get.queryOptions());
  const [open, setOpen] = useState<'add' | 'remove' | null>(null);
  const close = () => setOpen(null);
  const factor = data?.factor ?? null;
  return (
    <Card
      title="Second factor"
      aside={data !== undefined && (factor === null ? <Badge>off</Badge> : <Badge tone="ok">on</Badge>)}
    >
      {error !== null && data === undefined && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && (
        <div role="status" aria-label="Loading the second factor">
          <Skeleton className="h-10" />
        </div>
      )}
      {data !== undefined && (
        <div className="grid justify-items-start gap-3">
          {factor === null ? (
            <p>
              A code from an app on your phone, asked for after your password. Somebody who learns the
              password alone stays outside.
            </p>
          ) : (
            <p>
              Your password alone signs nobody in. Added <ClockTime at={factor.addedAt} /> ·{' '}
              {factor.codesLeft === 1 ? '1 recovery code' : `${factor.codesLeft} recovery codes`} left.
            </p>
          )}
          {factor !== null && factor.codesLeft < fewCodes && (
            <Callout tone="warn" title="Recovery codes run out">
              Remove the second factor and add it again to get ten new ones.
            </Callout>
          )}
          {factor === null ? (
            <Button onClick={() => setOpen('add')}>Add second factor</Button>
          ) : (
            <Button tone="warn" onClick={() => setOpen('remove')}>
              Remove second factor
            </Button>
          )}
        </div>
      )}
      {open === 'add' && <AddSecondFactor email={email} onClose={close} />}
      {open === 'remove' && <RemoveSecondFactor email={email} onClose={close} />}
    </Card>
  );
}
