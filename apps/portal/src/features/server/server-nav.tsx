'use client';
import { clsx } from 'clsx';
import Link from 'next/link';
import { usePathname } from 'next/navigation';

/** The console has its button in the head, always in the same place. */
const pages = [
  { label: 'Overview', path: '' },
  { label: 'Access', path: '#access' },
  { label: 'Power', path: '#power' },
  { label: 'Hardware', path: '/hardware' },
  { label: 'Sensors', path: '/sensors' },
  { label: 'Events', path: '/events' },
  { label: 'Activity', path: '/activity' },
] as const;

/** The pages of one server; on a narrow screen a strip that moves sideways. */
export function ServerNav({ serverId }: { readonly serverId: string }) {
  const here = usePathname();
  const root = `/servers/${serverId}`;
  return (
    <nav
      aria-label="Pages of this server"
      className="-mx-4 mb-5 overflow-x-auto border-b border-n-6 px-4 sm:mx-0 sm:px-0"
    >
      <ul className="flex gap-1">
        {pages.map(({ label, path }) => {
          const current = here === `${root}${path}`;
          return (
            <li key={path}>
              <Link
                href={`${root}${path}`}
                aria-current={current ? 'page' : undefined}
                className={clsx(
                  '-mb-px block whitespace-nowrap border-b-2 px-3 py-2 focus-visible:-outline-offset-2 pointer-coarse:py-3',
                  current
                    ? 'border-accent-fill font-medium text-n-12'
                    : 'border-transparent text-n-11 hover:text-n-12',
                )}
              >
                {label}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
