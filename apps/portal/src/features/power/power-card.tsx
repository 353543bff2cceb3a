'use client';
import type { PowerOperation } from '@postern/domain';
import { AlertDialog, Button, Card } from '@postern/ui';
import { useRef, useState } from 'react';
import type { ServerShape } from '../../server/shapes/server.ts';
import { newClickKey } from '../data/click-key.ts';
import { ProblemNote } from '../data/problem-note.tsx';
import { PowerReading } from '../servers/power-reading.tsx';
import { shortestReason, useStaffReason } from '../staff/staff-reason.tsx';
import { ActionLine } from './action-line.tsx';
import { forcedOperations, gentleOperations, powerWords } from './power-words.ts';
import { useOperate } from './use-operate.ts';
import { whyNotOperate } from './why-not.ts';

export function PowerCard({ server }: { readonly server: ServerShape }) {
  const { needed, text } = useStaffReason();
  const reason = text.trim();
  const { power } = useOperate(server.id);
  const [asked, setAsked] = useState<PowerOperation | undefined>();
  // One key per question: a second press on its button is the same operation.
  const key = useRef('');
  const whyNot = whyNotOperate(server, { needed, given: reason.length >= shortestReason });
  const apply = (operation: PowerOperation) =>
    power.mutate(
      { serverId: server.id, operation, idempotencyKey: key.current, ...(needed ? { reason } : {}) },
      { onSuccess: () => setAsked(undefined) },
    );
  const choose = (operation: PowerOperation) => {
    key.current = newClickKey();
    power.reset();
    if (powerWords[operation].consequence === undefined) apply(operation);
    else setAsked(operation);
  };
  const row = (operation: PowerOperation, tone: 'plain' | 'warn') => (
    <PowerRow
      key={operation}
      operation={operation}
      tone={tone}
      pending={power.isPending && power.variables.operation === operation}
      disabled={whyNot !== undefined || power.isPending}
      idle={isIdle(operation, server.power)}
      onChoose={choose}
    />
  );
  const words = asked === undefined ? undefined : powerWords[asked];
  return (
    <Card anchor="power" title="Power" aside={<PowerReading power={server.power} />}>
      <div className="grid gap-3">
        {whyNot !== undefined && server.runningAction === null && <p className="text-n-11">{whyNot}</p>}
        {gentleOperations.map((operation) => row(operation, 'plain'))}
        <div className="mt-1 border-t border-n-6 pt-3 text-sm text-n-11">
          Without asking the operating system
        </div>
        {forcedOperations.map((operation) => row(operation, 'warn'))}
        {power.error && asked === undefined && <ProblemNote error={power.error} />}
        <ActionLine running={server.runningAction} last={server.lastAction} waiting={power.isPending} />
      </div>
      <AlertDialog
        open={asked !== undefined}
        onOpenChange={(open) => open || setAsked(undefined)}
        title={words?.consequence?.(server.name) ?? ''}
        verb={words?.verb ?? ''}
        tone={asked !== undefined && forcedOperations.some((each) => each === asked) ? 'danger' : 'solid'}
        pending={power.isPending}
        onConfirm={() => asked !== undefined && apply(asked)}
      >
        <p>{words?.detail}</p>
        {needed && server.organisation !== null && (
          <p className="mt-2">
            {server.organisation.name} will read why: “{reason}”
          </p>
        )}
        {power.error && (
          <div className="mt-3">
            <ProblemNote error={power.error} />
          </div>
        )}
      </AlertDialog>
    </Card>
  );
}

interface PowerRowProps {
  readonly operation: PowerOperation;
  readonly tone: 'plain' | 'warn';
  readonly pending: boolean;
  readonly disabled: boolean;
  /** It would change nothing: the server is in that state already. */
  readonly idle: string | undefined;
  readonly onChoose: (operation: PowerOperation) => void;
}

function PowerRow({ operation, tone, pending, disabled, idle, onChoose }: PowerRowProps) {
  const { verb, help } = powerWords[operation];
  return (
    <div className="grid grid-cols-[8.5rem_minmax(0,1fr)] items-center gap-3">
      <Button
        tone={tone}
        pending={pending}
        disabled={(disabled && !pending) || idle !== undefined}
        onClick={() => onChoose(operation)}
      >
        {verb}
      </Button>
      <span className="text-sm text-n-11">{idle ?? help}</span>
    </div>
  );
}

/** A reading that cannot be trusted greys nothing: the operation may be just what is needed. */
function isIdle(operation: PowerOperation, power: ServerShape['power']): string | undefined {
  if (power.failingSince !== null) return undefined;
  if (operation === 'on' && power.state === 'on') return 'The server is on already.';
  if (operation !== 'on' && power.state === 'off') return 'The server is off.';
  return undefined;
}
