import { EmptyState, Skeleton } from '@postern/ui';
import type { HardwareStateShape } from '../../server/shapes/hardware.ts';

/** Before the first reading: that it is under way, or nothing where the bar above has said why there is none. */
export function NotReadYet({ state }: { readonly state: HardwareStateShape }) {
  if (state.problem !== null) return null;
  return (
    <EmptyState title="Being read from the BMC for the first time">
      This takes some seconds, on old hardware half a minute. The page fills by itself.
      <Skeleton className="mx-auto mt-4 h-16 max-w-md" />
    </EmptyState>
  );
}
