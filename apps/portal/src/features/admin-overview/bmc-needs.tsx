import { Button, ClockTime, RelativeTime } from '@postern/ui';
import Link from 'next/link';
import type { ServerSetup } from '../servers-admin/server-setup.ts';
import { Need, NeedCard } from './need-card.tsx';

const words = {
  frozen: {
    title: 'BMC logins that are frozen',
    advice:
      'The BMC refused the stored login three times in ten minutes, so none is tried for a while: more tries could lock it. Type the right login in and test it.',
    all: 'All frozen logins',
    tone: 'danger',
  },
  silent: {
    title: 'BMCs that do not answer',
    advice:
      'Neither access nor power works on these until the BMC answers again. The servers themselves may run well.',
    all: 'All silent BMCs',
    tone: 'warn',
  },
} as const;

export interface BmcNeedsProps {
  readonly trouble: keyof typeof words;
  readonly servers: readonly ServerSetup[];
  readonly more: boolean;
}

export function BmcNeeds({ trouble, servers, more }: BmcNeedsProps) {
  if (servers.length === 0) return null;
  const { title, advice, all, tone } = words[trouble];
  return (
    <NeedCard
      tone={tone}
      title={title}
      advice={advice}
      {...(more
        ? {
            all: (
              <Link href={`/admin/servers?trouble=${trouble}`} className="underline">
                {all}
              </Link>
            ),
          }
        : {})}
    >
      {servers.map((server) => (
        <Need
          key={server.id}
          way={
            <Button asChild size="small">
              <Link href={`/admin/servers/${server.id}`}>
                Set up<span className="sr-only"> {server.name}</span>
              </Link>
            </Button>
          }
        >
          <p>
            <span className="font-semibold">{server.name}</span>{' '}
            <span className="text-n-11">
              {server.siteName} · {server.rack}
            </span>
          </p>
          <p className="text-sm text-n-11">
            <span className="font-mono">{server.bmcHost}</span>
            {trouble === 'frozen' && server.frozenUntil !== null && (
              <>
                {' '}
                · no login before <ClockTime at={server.frozenUntil} />
              </>
            )}
            {trouble === 'silent' && server.silentSince !== null && (
              <>
                {' '}
                · silent since <ClockTime at={server.silentSince} />, <RelativeTime at={server.silentSince} />
              </>
            )}
          </p>
        </Need>
      ))}
    </NeedCard>
  );
}
