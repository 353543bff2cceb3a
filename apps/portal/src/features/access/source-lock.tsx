'use client';
import { Button, Dialog, DialogActions, Field, Input, RelativeTime } from '@postern/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { GrantShape } from '../../server/shapes/grant.ts';
import type { ServerShape } from '../../server/shapes/server.ts';
import { problemOf } from '../data/problem.ts';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';

export interface SourceLockProps {
  readonly server: Pick<ServerShape, 'id' | 'viewerAddress'>;
  readonly grant: Pick<GrantShape, 'id' | 'sourceAddresses' | 'relay'>;
  /** Only the tenant moves his own access. */
  readonly mayMove: boolean;
}

/** Whom the relay serves, what it has carried, and the one click that moves it to where its tenant is now. */
export function SourceLock({ server, grant, mayMove }: SourceLockProps) {
  const [typing, setTyping] = useState(false);
  const move = useMoveSource(server.id);
  const { sourceAddresses } = grant;
  const here = server.viewerAddress;
  const elsewhere = here !== null && !sourceAddresses.includes(here);
  return (
    <section className="grid gap-2" aria-label="Where it works from">
      <p>
        {sourceAddresses.length === 0 ? (
          'Locked to no address yet: nothing passes.'
        ) : (
          <>
            Works from <span className="font-mono text-sm">{sourceAddresses.join(' and ')}</span> only.
          </>
        )}
        {elsewhere && mayMove && (
          <>
            {' '}
            You are at <span className="font-mono text-sm">{here}</span>.
          </>
        )}
      </p>
      {mayMove && (
        <div className="flex flex-wrap gap-2">
          {elsewhere && (
            <Button size="small" pending={move.isPending} onClick={() => move.mutate({ grantId: grant.id })}>
              Use my current address
            </Button>
          )}
          <Button size="small" onClick={() => setTyping(true)}>
            Change address
          </Button>
        </div>
      )}
      {move.error && <ProblemNote error={move.error} />}
      {grant.relay !== null && <Carried relay={grant.relay} />}
      {typing && <ChangeAddress server={server} grant={grant} onClose={() => setTyping(false)} />}
    </section>
  );
}

function Carried({ relay }: { readonly relay: NonNullable<GrantShape['relay']> }) {
  const { datagrams, lastCarriedAt, fromStrangers } = relay;
  return (
    <p className="text-sm text-n-11 tabular-nums">
      {datagrams === 1 ? '1 datagram' : `${datagrams} datagrams`}
      {lastCarriedAt !== null && (
        <>
          , last <RelativeTime at={lastCarriedAt} />
        </>
      )}
      {fromStrangers > 0 && <>; {fromStrangers} from other addresses refused</>}
    </p>
  );
}

function ChangeAddress({
  server,
  grant,
  onClose,
}: Pick<SourceLockProps, 'server' | 'grant'> & { readonly onClose: () => void }) {
  const [text, setText] = useState(grant.sourceAddresses.join(', '));
  const move = useMoveSource(server.id, onClose);
  const problem = move.error ? problemOf(move.error).fields.to : undefined;
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title="Change where this access works from"
      description="It takes effect at once. What is connected from another address is cut."
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          move.mutate({ grantId: grant.id, to: text });
        }}
      >
        <Field
          label="Address of your tools"
          error={problem}
          hint="An IPv4 and an IPv6 address are possible, with a comma between."
        >
          {(control) => (
            <Input
              {...control}
              className="font-mono text-sm"
              value={text}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        {move.error && problem === undefined && <ProblemNote error={move.error} />}
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="solid" type="submit" pending={move.isPending}>
            Change address
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function useMoveSource(serverId: string, onMoved?: () => void) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return useMutation(
    trpc.grants.moveSource.mutationOptions({
      onSuccess: () => onMoved?.(),
      onSettled: () => queryClient.invalidateQueries(trpc.servers.get.queryFilter({ serverId })),
    }),
  );
}
