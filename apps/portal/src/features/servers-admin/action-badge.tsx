import { Badge } from '@postern/ui';
import type { ActionShape } from '../../server/shapes/action.ts';

/** How far an action is. `done`: the word for one that worked. */
export function ActionBadge({
  state,
  done,
}: {
  readonly state: ActionShape['state'];
  readonly done: string;
}) {
  if (state === 'succeeded') return <Badge tone="ok">{done}</Badge>;
  if (state === 'failed') return <Badge tone="danger">failed</Badge>;
  if (state === 'unknown') return <Badge tone="warn">broken off</Badge>;
  return <Badge tone="accent">{state === 'requested' ? 'waiting' : 'running'}</Badge>;
}
