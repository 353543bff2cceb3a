import { Badge, type Tone } from '@postern/ui';
import Link from 'next/link';
import type { HealthShape } from '../../server/shapes/hardware.ts';

const tones: Record<HealthShape['word'], Tone> = {
  healthy: 'ok',
  warning: 'warn',
  critical: 'danger',
  unknown: 'neutral',
};

const words: Record<HealthShape['word'], string> = {
  healthy: 'healthy',
  warning: 'warning',
  critical: 'critical',
  unknown: 'health unknown',
};

/** How the machine does, in one word, and why; leads to where it is told from. */
export function HealthBadge({
  health,
  serverId,
}: {
  readonly health: HealthShape;
  readonly serverId: string;
}) {
  const { word, reason } = health;
  const page = reason.startsWith('the event log') ? 'events' : 'sensors';
  return (
    <Link
      href={`/servers/${serverId}/${page}`}
      className="inline-flex min-w-0 flex-wrap items-center gap-x-2 hover:underline"
    >
      <Badge tone={tones[word]}>{words[word]}</Badge>
      <span className="text-sm text-n-11">{reason}</span>
    </Link>
  );
}
