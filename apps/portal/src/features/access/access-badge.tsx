'use client';
import { Badge, Countdown } from '@postern/ui';
import type { GrantShape } from '../../server/shapes/grant.ts';
import { accessFaceOf } from './access-face.ts';

/** Current access in a word, with what is left of it. */
export function AccessBadge({ access }: { readonly access: GrantShape | null }) {
  switch (accessFaceOf({ access, lastEnded: null })) {
    case 'waiting':
      return <Badge tone="accent">waits for approval</Badge>;
    case 'making':
      return <Badge tone="accent">being made</Badge>;
    case 'active':
      return (
        <Badge tone="ok">
          {access?.endsAt ? (
            <>
              active · <Countdown deadline={access.endsAt} />
            </>
          ) : (
            'active · permanent'
          )}
        </Badge>
      );
    case 'ending':
      return <Badge tone="warn">ending</Badge>;
    case 'overdue':
      return <Badge tone="danger">removal overdue</Badge>;
    case 'none':
    case 'ended':
      return <span className="text-n-11">no access</span>;
  }
}
