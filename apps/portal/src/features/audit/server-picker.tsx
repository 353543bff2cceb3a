'use client';
import { Field, Input } from '@postern/ui';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useEffect, useId, useState } from 'react';
import { useTRPC } from '../data/trpc.ts';

const proposals = 20;

export interface ServerPickerProps {
  readonly serverId: string;
  /** Name of the server that is picked from the start. */
  readonly firstName: string | null;
  /** The empty text: none. */
  readonly onPick: (serverId: string) => void;
}

/** One server by its name; the browser proposes those that fit what is typed. */
export function ServerPicker({ serverId, firstName, onPick }: ServerPickerProps) {
  const trpc = useTRPC();
  const listId = useId();
  const [name, setName] = useState(serverId === '' ? '' : (firstName ?? ''));
  const search = useDeferredValue(name.trim());
  const found = useQuery(
    trpc.servers.list.queryOptions({ search, limit: proposals }, { enabled: search !== '' }),
  );
  const items = search === '' ? [] : found.data?.items;
  const picked = items?.find((server) => server.name === search)?.id ?? '';
  useEffect(() => {
    if (items !== undefined && picked !== serverId) onPick(picked);
  }, [items, picked, serverId, onPick]);
  const missing = search !== '' && serverId === '' && items?.length === 0;
  return (
    <Field label="Server" error={missing ? 'No server has this name.' : undefined}>
      {(control) => (
        <>
          <Input
            {...control}
            type="search"
            list={listId}
            value={name}
            maxLength={60}
            autoComplete="off"
            placeholder="Name"
            onChange={(event) => setName(event.target.value)}
          />
          <datalist id={listId}>
            {items?.map((server) => (
              <option key={server.id} value={server.name}>
                {server.rack}
              </option>
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}
