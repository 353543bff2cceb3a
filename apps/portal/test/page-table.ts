import type { Role } from '@postern/domain';

/** Who may see a page, or reach a route, and whose thing it is about. */
export interface PageRow {
  readonly roles: readonly Role[] | 'anybody';
  /** `tenant`: about one server; another tenant's and none at all look the same. `none`: about nothing in particular. */
  readonly about: 'tenant' | 'hoster' | 'none';
  /** Those who may see it are sent on from here. */
  readonly redirects?: true;
}

const everybody = ['tenant', 'support', 'admin'] as const;
const staff = ['support', 'admin'] as const;
const admins = ['admin'] as const;

/** Every page under src/app by its address. One that is not here fails the matrix. */
export const pageTable: Readonly<Record<string, PageRow>> = {
  '/': { roles: everybody, about: 'none', redirects: true },
  '/sign-in': { roles: 'anybody', about: 'none' },
  '/profile': { roles: everybody, about: 'none' },
  '/servers': { roles: everybody, about: 'none' },
  '/servers/[serverId]': { roles: everybody, about: 'tenant' },
  '/servers/[serverId]/activity': { roles: everybody, about: 'tenant' },
  '/servers/[serverId]/events': { roles: everybody, about: 'tenant' },
  '/servers/[serverId]/hardware': { roles: everybody, about: 'tenant' },
  '/servers/[serverId]/sensors': { roles: everybody, about: 'tenant' },
  '/servers/[serverId]/console': { roles: everybody, about: 'tenant' },
  '/support': { roles: staff, about: 'none' },
  '/support/grants': { roles: staff, about: 'none' },
  '/admin': { roles: admins, about: 'none' },
  '/admin/audit': { roles: admins, about: 'none' },
  '/admin/people': { roles: admins, about: 'none' },
  '/admin/servers': { roles: admins, about: 'none' },
  '/admin/servers/new': { roles: admins, about: 'none' },
  '/admin/servers/[serverId]': { roles: admins, about: 'hoster' },
  '/admin/sites': { roles: admins, about: 'none' },
};

/** Every route handler, and what keeps it. */
export const routeTable: Readonly<Record<string, string>> = {
  '/api/audit/export': 'administrators only, and recorded: audit-export.db.ts',
  '/api/auth/[...nextauth]': 'open by its nature: signing in and out; limited in sign-in.db.ts',
  '/api/health': 'open: says whether the database answers and nothing else',
  '/api/servers/[serverId]/events': 'whoever may see the server, tenants their own: hardware.db.ts',
  '/api/trpc/[trpc]': 'each procedure for itself: authorisation-matrix.db.ts',
};
