import type { GrantState } from '@postern/domain';
import { Badge, type Tone } from '@postern/ui';

const looks: Record<GrantState, { readonly tone: Tone; readonly word: string }> = {
  'awaiting-approval': { tone: 'warn', word: 'to approve' },
  requested: { tone: 'accent', word: 'requested' },
  provisioning: { tone: 'accent', word: 'being made' },
  active: { tone: 'ok', word: 'active' },
  revoking: { tone: 'warn', word: 'being removed' },
  revoked: { tone: 'neutral', word: 'removed, proven' },
  denied: { tone: 'neutral', word: 'denied' },
};

export function GrantStateBadge(props: { readonly state: GrantState; readonly overdue: boolean }) {
  if (props.overdue) return <Badge tone="danger">removal overdue</Badge>;
  const { tone, word } = looks[props.state];
  return <Badge tone={tone}>{word}</Badge>;
}
