'use client';
import type { Role } from '@postern/domain';
import { Button, Dialog, Input } from '@postern/ui';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { clsx } from 'clsx';
import { Search } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type KeyboardEvent, useDeferredValue, useEffect, useId, useState } from 'react';
import { useTRPC } from '../data/trpc.ts';
import { placesFor } from '../shell/home-of.ts';
import { commandChoices, serverSearchOf } from './command-choices.ts';

const mostServers = 8;

/** Ctrl-K or ⌘K: servers, their consoles and pages, by a few letters. */
export function CommandBar({ role }: { readonly role: Role }) {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey) return;
      event.preventDefault();
      setOpen((current) => !current);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return (
    <>
      <Button
        tone="quiet"
        size="small"
        aria-keyshortcuts="Control+K Meta+K"
        icon={<Search aria-hidden />}
        onClick={() => setOpen(true)}
      >
        <span className="sr-only">Go to a server or page</span>
        <kbd aria-hidden className="hidden rounded-sm border border-n-7 px-1 font-sans text-xs md:inline">
          Ctrl K
        </kbd>
      </Button>
      <Dialog open={open} onOpenChange={setOpen} title="Go to">
        <Choices role={role} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function Choices({ role, onDone }: { readonly role: Role; readonly onDone: () => void }) {
  const trpc = useTRPC();
  const router = useRouter();
  const id = useId();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const search = useDeferredValue(serverSearchOf(typed));
  const servers = useQuery(
    trpc.servers.list.queryOptions(
      { limit: mostServers, ...(search === '' ? {} : { search }) },
      { placeholderData: keepPreviousData },
    ),
  );
  const choices = commandChoices(typed, servers.data?.items ?? [], placesFor(role));
  const chosen = choices[Math.min(at, choices.length - 1)];
  const go = (href: string) => {
    onDone();
    router.push(href);
  };
  const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (step !== undefined && choices.length > 0) {
      event.preventDefault();
      setAt((current) => (Math.min(current, choices.length - 1) + step + choices.length) % choices.length);
    }
    if (event.key === 'Enter' && chosen !== undefined) go(chosen.href);
  };
  return (
    <div className="grid gap-3">
      <Input
        autoFocus
        role="combobox"
        aria-label="Server or page"
        aria-expanded
        aria-controls={`${id}-list`}
        aria-activedescendant={chosen === undefined ? undefined : `${id}-${chosen.key}`}
        placeholder="Server, console or page"
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id={`${id}-list`} role="listbox" aria-label="Found" className="grid max-h-80 overflow-y-auto">
        {choices.map((choice) => (
          <div
            key={choice.key}
            id={`${id}-${choice.key}`}
            role="option"
            tabIndex={-1}
            aria-selected={choice === chosen}
            onClick={() => go(choice.href)}
            onKeyDown={onKeyDown}
            className={clsx(
              'flex cursor-pointer items-baseline justify-between gap-3 rounded-md px-3 py-1.5 hover:bg-n-3 pointer-coarse:py-2.5',
              choice === chosen && 'bg-accent-soft',
            )}
          >
            <span className="font-medium">{choice.label}</span>
            <span className="truncate text-sm text-n-11">{choice.note}</span>
          </div>
        ))}
      </div>
      {choices.length === 0 && <p className="text-n-11">Nothing fits.</p>}
    </div>
  );
}
