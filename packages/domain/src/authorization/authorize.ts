/** Who may do what. Pure: the facts come from the database, in each procedure, every time. */
export const roles = ['tenant', 'support', 'admin'] as const;
export type Role = (typeof roles)[number];

export interface Viewer {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  /** The tenant's organisation; `null` for staff. */
  readonly organisationId: string | null;
  readonly webSessionId: string;
}

export const permissions = [
  'server:read',
  'server:operate',
  'server:console',
  'server:write',
  'server:hand-over',
  'grant:request',
  'grant:manage-own',
  'grant:reveal-password',
  'grant:read-all',
  'grant:give',
  'grant:decide',
  'access:block',
  'grant:revoke-any',
  'bmc:write',
  'bmc:test',
  'audit:read',
  'people:write',
  'people:read',
  'site:read',
] as const;
export type Permission = (typeof permissions)[number];

const ofTenant: readonly Permission[] = [
  'server:read',
  'server:operate',
  'server:console',
  'grant:request',
  'grant:manage-own',
  'grant:reveal-password',
];
const ofSupport: readonly Permission[] = [
  'server:read',
  'server:operate',
  'server:console',
  'server:hand-over',
  'grant:read-all',
  'grant:give',
  'grant:decide',
  'access:block',
  'grant:revoke-any',
  'people:read',
  'site:read',
];
const ofAdmin: readonly Permission[] = [
  ...ofSupport,
  'server:write',
  'bmc:write',
  'bmc:test',
  'audit:read',
  'people:write',
];

const permissionsOf: Record<Role, readonly Permission[]> = {
  tenant: ofTenant,
  support: ofSupport,
  admin: ofAdmin,
};

export type Authorization = { readonly allowed: true } | { readonly allowed: false; readonly hide: boolean };

/**
 * May `viewer` do `permission` on something that belongs to `organisationId` (absent: belongs to nobody)?
 * `hide`: answer as if the thing did not exist, so that a tenant learns nothing of another's.
 */
export function authorize(
  viewer: Viewer,
  permission: Permission,
  organisationId?: string | null,
): Authorization {
  const own =
    viewer.role !== 'tenant' || organisationId === undefined || organisationId === viewer.organisationId;
  if (!own) return { allowed: false, hide: true };
  return permissionsOf[viewer.role].includes(permission)
    ? { allowed: true }
    : { allowed: false, hide: false };
}

export function isStaff(viewer: Viewer): boolean {
  return viewer.role !== 'tenant';
}
