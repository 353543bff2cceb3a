import type { GrantShape } from '../../server/shapes/grant.ts';

/** The faces of access on a server's page; `overdue` is `ending` that should have been over. */
export type AccessFace = 'none' | 'waiting' | 'making' | 'active' | 'ending' | 'overdue' | 'ended';

export interface AccessFacts {
  readonly access: Pick<GrantShape, 'state' | 'overdue'> | null;
  readonly lastEnded: unknown;
}

export function accessFaceOf({ access, lastEnded }: AccessFacts): AccessFace {
  if (access === null) return lastEnded === null ? 'none' : 'ended';
  switch (access.state) {
    case 'awaiting-approval':
      return 'waiting';
    case 'requested':
    case 'provisioning':
      return 'making';
    case 'active':
      return 'active';
    case 'revoking':
      return access.overdue ? 'overdue' : 'ending';
    case 'denied':
    case 'revoked':
      return 'ended';
  }
}
