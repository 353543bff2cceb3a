import type { Viewer } from '@postern/domain';

declare const scoped: unique symbol;

/** Whose rows a question may see. Only `tenantScope` makes one, so a store cannot be asked without a viewer. */
export interface TenantScope {
  readonly [scoped]: true;
  /** `null`: staff, who see every tenant's rows and those that belong to nobody. */
  readonly organisationId: string | null;
}

export function tenantScope(viewer: Pick<Viewer, 'role' | 'organisationId'>): TenantScope {
  if (viewer.role !== 'tenant') return { organisationId: null } as TenantScope;
  // A tenant without an organisation cannot exist (checked in the database); if one did, he would see nothing.
  const nobody = '00000000-0000-0000-0000-000000000000';
  return { organisationId: viewer.organisationId ?? nobody } as TenantScope;
}

/** The scope as a Prisma filter on a row's `organisationId`. */
export function withinScope(scope: TenantScope): { readonly organisationId?: string } {
  return scope.organisationId === null ? {} : { organisationId: scope.organisationId };
}
