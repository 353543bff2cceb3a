import { Button, RelativeTime } from '@postern/ui';
import Link from 'next/link';
import { type BrokerTrouble, clockIsWrong, offsetText } from '../sites/broker-health.ts';
import { Need, NeedCard } from './need-card.tsx';

export interface BrokerNeedsProps {
  readonly troubles: readonly BrokerTrouble[];
  readonly sites: readonly { readonly id: string; readonly name: string }[];
}

export function BrokerNeeds({ troubles, sites }: BrokerNeedsProps) {
  if (troubles.length === 0) return null;
  const unserved = troubles.some(({ kind }) => kind === 'site-without-broker');
  const siteName = (id: string) => sites.find((site) => site.id === id)?.name ?? 'a site';
  return (
    <NeedCard
      tone={unserved ? 'danger' : 'warn'}
      title="Brokers"
      advice={
        unserved
          ? 'Without a broker a site makes no access, removes none, and shows no console. Start it again; what is due is done first.'
          : 'The other brokers of these sites carry on. Look at the machine when you can.'
      }
    >
      {troubles.map((trouble) => (
        <Need
          key={
            trouble.kind === 'site-without-broker' ? trouble.siteId : `${trouble.kind}-${trouble.broker.id}`
          }
          way={
            <Button asChild size="small">
              <Link href="/admin/sites">
                Open sites<span className="sr-only"> because of {nameOf(trouble, siteName)}</span>
              </Link>
            </Button>
          }
        >
          <p className="font-semibold">{nameOf(trouble, siteName)}</p>
          <p className="text-sm text-n-11">
            <TroubleWords trouble={trouble} />
          </p>
        </Need>
      ))}
    </NeedCard>
  );
}

function nameOf(trouble: BrokerTrouble, siteName: (id: string) => string): string {
  if (trouble.kind === 'site-without-broker') return siteName(trouble.siteId);
  return `${trouble.broker.name}, ${siteName(trouble.broker.siteId)}`;
}

function TroubleWords({ trouble }: { readonly trouble: BrokerTrouble }) {
  switch (trouble.kind) {
    case 'site-without-broker':
      return trouble.lastSeenAt === null ? (
        'No broker has ever registered here.'
      ) : (
        <>
          No broker answers; the last sign of one came <RelativeTime at={trouble.lastSeenAt} />.
        </>
      );
    case 'broker-missed':
      return (
        <>
          Last sign of life <RelativeTime at={trouble.broker.heartbeatAt} />.
        </>
      );
    case 'clock-off':
      return clockIsWrong(trouble.broker)
        ? `Its clock is off by ${offsetText(trouble.broker.clockOffsetMs)}. Where no broker of the site has a right one, no new access is made: set the time of this machine and of the database by NTP.`
        : `Its clock is off by ${offsetText(trouble.broker.clockOffsetMs)}. Access still ends on time: the database's clock decides.`;
  }
}
