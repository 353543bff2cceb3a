'use client';
import type { Viewer } from '@postern/domain';
import { clsx } from 'clsx';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { type ReactNode, useEffect, useRef } from 'react';
import { CommandBar } from '../command/command-bar.tsx';
import { LiveChanges } from '../data/live-changes.tsx';
import { ObservationNote } from '../sites/observation-note.tsx';
import { ConnectionNote } from './connection-note.tsx';
import { homeOf, placeOf, placesFor } from './home-of.ts';
import type { Theme } from './preferences.ts';
import { scrollToShow } from './scroll-to-show.ts';
import { UserMenu } from './user-menu.tsx';
import { Wordmark } from './wordmark.tsx';

export interface AppShellProps {
  readonly viewer: Pick<Viewer, 'name' | 'email' | 'role'>;
  readonly theme: Theme;
  readonly children: ReactNode;
}

/** The frame of every page behind the sign-in. */
export function AppShell({ viewer, theme, children }: AppShellProps) {
  return (
    <LiveChanges>
      <a
        href="#content"
        className="absolute left-3 top-2 z-50 -translate-y-20 rounded-md bg-accent-fill px-3 py-1.5 font-medium text-white focus:translate-y-0"
      >
        Skip to the content
      </a>
      <header className="sticky top-0 z-30 border-b border-n-6 bg-surface">
        <div className="mx-auto flex max-w-7xl flex-wrap items-center gap-x-6 px-4 sm:px-6">
          <Link href={homeOf(viewer.role)} className="flex h-12 items-center rounded-sm">
            <Wordmark />
          </Link>
          <MainNavigation role={viewer.role} />
          <div className="order-2 ml-auto flex items-center gap-1 sm:order-3">
            <CommandBar role={viewer.role} />
            <UserMenu viewer={viewer} theme={theme} />
          </div>
        </div>
      </header>
      <ConnectionNote />
      {viewer.role !== 'tenant' && <ObservationNote admin={viewer.role === 'admin'} />}
      <main id="content" tabIndex={-1} className="mx-auto max-w-7xl px-4 py-5 outline-none sm:px-6 sm:py-7">
        {children}
      </main>
    </LiveChanges>
  );
}

function MainNavigation({ role }: Pick<Viewer, 'role'>) {
  const places = placesFor(role);
  const here = placeOf(usePathname(), places);
  const row = useRef<HTMLElement>(null);
  const place = useRef<HTMLAnchorElement>(null);
  const at = here?.href;
  // On a phone the row is wider than the screen.
  useEffect(() => {
    if (at === undefined || row.current === null || place.current === null) return;
    const { left, width } = row.current.getBoundingClientRect();
    const shown = { left, width, scrolled: row.current.scrollLeft };
    row.current.scrollLeft = scrollToShow(shown, place.current.getBoundingClientRect());
  }, [at]);
  return (
    <nav
      ref={row}
      aria-label="Main"
      className={clsx(
        'order-3 -mx-1 w-full gap-1 overflow-x-auto pb-1.5 sm:order-2 sm:flex sm:w-auto sm:pb-0',
        // The wordmark leads to the only place there is.
        places.length > 1 ? 'flex' : 'hidden',
      )}
    >
      {places.map((each) => (
        <Link
          key={each.href}
          {...(each === here ? { ref: place } : {})}
          href={each.href}
          aria-current={each === here ? 'page' : undefined}
          className={clsx(
            'whitespace-nowrap rounded-md px-2.5 py-1 pointer-coarse:py-2',
            each === here ? 'bg-n-3 font-medium text-n-12' : 'text-n-11 hover:bg-n-3 hover:text-n-12',
          )}
        >
          {each.label}
        </Link>
      ))}
    </nav>
  );
}
