'use client';
import type { GrantScope } from '@postern/domain';
import { Button, Callout, durationText, Field, Input, Select } from '@postern/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { ServerShape } from '../../server/shapes/server.ts';
import { BlockButton } from '../blocks/block-button.tsx';
import { problemOf } from '../data/problem.ts';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';
import { GiveAccessButton } from '../grants/give-access-button.tsx';
import { durationChoices } from './duration-choices.ts';
import { ScopeField } from './scope-field.tsx';

export interface NoAccessProps {
  readonly server: ServerShape;
  readonly staff: boolean;
  /** There was access before: the line of explanation is left out. */
  readonly again?: boolean;
}

export function NoAccess({ server, staff, again = false }: NoAccessProps) {
  if (staff) {
    return (
      <div className="grid justify-items-start gap-3">
        {!again && <p className="text-n-11">The tenant has no account on this server's BMC.</p>}
        {server.organisation === null ? (
          <p className="text-n-11">Rented to nobody: there is no one to give access to.</p>
        ) : (
          <GiveAccessButton server={server} />
        )}
        {server.may.block && <BlockButton server={server} />}
      </div>
    );
  }
  if (server.blocks.length > 0) {
    return <p className="text-n-11">You can request access as soon as this is settled.</p>;
  }
  if (!server.hasBmc) {
    return (
      <Callout title="No remote access here">This server has no BMC set up. Your hoster can add it.</Callout>
    );
  }
  if (server.accessBlocked) {
    return (
      <Callout tone="warn" title="Access opens in a moment">
        An account of a former tenant is still being removed from this server. As soon as it is proven gone,
        you can request access here.
      </Callout>
    );
  }
  if (server.offeredScopes.length === 0) {
    return (
      <Callout title="No remote access here">
        What this server can do and what access may be for have nothing in common. Your hoster can change
        that.
      </Callout>
    );
  }
  return <RequestForm server={server} again={again} />;
}

function RequestForm({ server, again }: { readonly server: ServerShape; readonly again: boolean }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { policy } = server;
  const [durationSeconds, setDurationSeconds] = useState(policy.defaultDurationSeconds);
  const [scopes, setScopes] = useState<readonly GrantScope[]>(server.offeredScopes);
  const [reason, setReason] = useState('');
  const [sourceAddress, setSourceAddress] = useState(server.viewerAddress ?? '');
  const request = useMutation(
    trpc.grants.request.mutationOptions({
      onSettled: () => queryClient.invalidateQueries(trpc.servers.get.queryFilter({ serverId: server.id })),
    }),
  );
  const problem = request.error ? problemOf(request.error) : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    request.mutate({
      serverId: server.id,
      durationSeconds,
      scopes: [...scopes],
      ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
      ...(sourceAddress.trim() === '' ? {} : { sourceAddress: sourceAddress.trim() }),
    });
  };
  return (
    <form onSubmit={submit} className="grid gap-4" aria-label="Request IPMI access">
      {!again && (
        <p className="text-n-11">
          {server.offeredScopes.includes('account')
            ? "A temporary account on this server's BMC, for ipmitool, console and power. It is removed at the end, and that is checked."
            : 'Console and power of this server, for a time. No account is made on its BMC.'}
        </p>
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="For how long" error={problem?.fields.durationSeconds}>
          {(control) => (
            <Select
              {...control}
              value={durationSeconds}
              onChange={(event) => setDurationSeconds(Number(event.target.value))}
            >
              {durationChoices(policy).map((seconds) => (
                <option key={seconds} value={seconds}>
                  {durationText(seconds)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field
          label="Your address"
          error={problem?.fields.sourceAddress}
          hint="IPMI works from here only. An IPv4 and an IPv6 address are possible, with a comma between."
        >
          {(control) => (
            <Input
              {...control}
              className="font-mono text-sm"
              value={sourceAddress}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => setSourceAddress(event.target.value)}
            />
          )}
        </Field>
      </div>
      <Field label="Reason" optional error={problem?.fields.reason}>
        {(control) => (
          <Input
            {...control}
            value={reason}
            maxLength={500}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
      <ScopeField
        offered={server.offeredScopes}
        chosen={scopes}
        error={problem?.fields.scopes}
        onChange={setScopes}
      />
      {request.error && <ProblemNote error={request.error} />}
      <div className="flex flex-wrap items-center gap-3">
        <Button
          type="submit"
          tone="solid"
          pending={request.isPending || request.isSuccess}
          disabled={scopes.length === 0}
        >
          Request IPMI access
        </Button>
        <span className="text-sm text-n-11">The time starts when access is ready.</span>
      </div>
    </form>
  );
}
