import type { Role } from '@postern/domain';

/** Where people of a role begin. */
export function homeOf(role: Role): string {
  if (role === 'admin') return '/admin';
  return role === 'support' ? '/support' : '/servers';
}

export interface Place {
  readonly href: string;
  readonly label: string;
}

const placesOf: Record<Role, readonly Place[]> = {
  tenant: [{ href: '/servers', label: 'Servers' }],
  support: [
    { href: '/support', label: 'Search' },
    { href: '/support/grants', label: 'Grants' },
    { href: '/servers', label: 'Servers' },
  ],
  admin: [
    { href: '/admin', label: 'Today' },
    { href: '/support', label: 'Search' },
    { href: '/support/grants', label: 'Grants' },
    { href: '/admin/servers', label: 'Servers' },
    { href: '/admin/sites', label: 'Sites' },
    { href: '/admin/people', label: 'People' },
    { href: '/admin/audit', label: 'Audit' },
  ],
};

export function placesFor(role: Role): readonly Place[] {
  return placesOf[role];
}

/** The place that a path lies in: the longest one that leads to it. */
export function placeOf(path: string, places: readonly Place[]): Place | undefined {
  return places
    .filter(({ href }) => path === href || path.startsWith(`${href}/`))
    .sort((a, b) => b.href.length - a.href.length)[0];
}
