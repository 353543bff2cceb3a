import { clockOffsetLimitMs } from '@postern/domain/clock';

/** What of a broker its health is judged by. */
export interface BrokerFacts {
  readonly id: string;
  readonly name: string;
  readonly siteId: string;
  readonly heartbeatAt: Date;
  /** Its clock minus the database's. */
  readonly clockOffsetMs: number;
  readonly alive: boolean;
}

/** Long before new access is refused (domain's clockOffsetLimitMs): there is time to set the clock. */
const tolerableOffsetMs = 2_000;
/** A broker that stays away longer was replaced: nothing that an admin would still look for. */
const rememberedMs = 24 * 3_600_000;

/** So wrong that the site makes no new access, if no other broker of it is right. */
export function clockIsWrong({ clockOffsetMs, alive }: BrokerFacts): boolean {
  return alive && Math.abs(clockOffsetMs) > clockOffsetLimitMs;
}

export function clockIsOff({ clockOffsetMs, alive }: BrokerFacts): boolean {
  return alive && Math.abs(clockOffsetMs) > tolerableOffsetMs;
}

/** Dead, but not so long that it was replaced. */
export function isMissed(broker: BrokerFacts, nowMs: number): boolean {
  return !broker.alive && nowMs - broker.heartbeatAt.getTime() < rememberedMs;
}

/** "+2.4 s", "−180 ms", "in step" below a tenth of a second. */
export function offsetText(offsetMs: number): string {
  const size = Math.abs(offsetMs);
  if (size < 100) return 'in step';
  const sign = offsetMs < 0 ? '−' : '+';
  return size < 1000 ? `${sign}${Math.round(size)} ms` : `${sign}${(size / 1000).toFixed(1)} s`;
}

export type BrokerTrouble =
  | { readonly kind: 'site-without-broker'; readonly siteId: string; readonly lastSeenAt: Date | null }
  | { readonly kind: 'broker-missed'; readonly broker: BrokerFacts }
  | { readonly kind: 'clock-off'; readonly broker: BrokerFacts };

/** What is wrong with the brokers, the worst first: a site where nothing works at all, then the rest. */
export function brokerTroubles(
  siteIds: readonly string[],
  brokers: readonly BrokerFacts[],
  nowMs: number,
): BrokerTrouble[] {
  const served = new Set(brokers.filter(({ alive }) => alive).map(({ siteId }) => siteId));
  const unserved = siteIds
    .filter((siteId) => !served.has(siteId))
    .map((siteId) => ({
      kind: 'site-without-broker' as const,
      siteId,
      lastSeenAt: lastSeen(siteId, brokers),
    }));
  const missed = brokers
    .filter((broker) => served.has(broker.siteId) && isMissed(broker, nowMs))
    .map((broker) => ({ kind: 'broker-missed' as const, broker }));
  const off = brokers.filter(clockIsOff).map((broker) => ({ kind: 'clock-off' as const, broker }));
  return [...unserved, ...missed, ...off];
}

function lastSeen(siteId: string, brokers: readonly BrokerFacts[]): Date | null {
  const times = brokers
    .filter((broker) => broker.siteId === siteId)
    .map((each) => each.heartbeatAt.getTime());
  return times.length === 0 ? null : new Date(Math.max(...times));
}
