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
  'not-handed-over': {
    title: 'Servers that are not handed over',
    advice:
      'They changed hands and could not be cleared of what was there before. Nobody gets access until they are, or until staff go on without.',
    all: 'All servers that are not handed over',
    tone: 'danger',
  },
  foreign: {
    title: 'BMC users that nobody registered',
    advice:
      'Each of them may be your own monitoring, or a back door. Adopt those that you know; remove the others.',
    all: 'All BMCs with users to decide',
    tone: 'warn',
  },
  'nearly-full': {
    title: 'BMCs with hardly a free user slot',
    advice: 'Access needs a free slot. Remove users that are no longer needed.',
    all: 'All BMCs that are nearly full',
    tone: 'warn',
  },
  rotation: {
    title: 'BMC logins that are too old',
    advice:
      'Their replacement has failed, or is overdue. The stored login still works; look at why the BMC does not take a new one.',
    all: 'All logins that are too old',
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
              <Link
                href={trouble === 'not-handed-over' ? `/servers/${server.id}` : `/admin/servers/${server.id}`}
              >
                {trouble === 'not-handed-over' ? 'Open' : 'Set up'}
                <span className="sr-only"> {server.name}</span>
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
            <Upkeep trouble={trouble} server={server} />
          </p>
        </Need>
      ))}
    </NeedCard>
  );
}

function Upkeep({
  trouble,
  server,
}: {
  readonly trouble: BmcNeedsProps['trouble'];
  readonly server: ServerSetup;
}) {
  const { handOverSince, usersToJudge, usersFree, usersMax, loginChangedAt, rotationTrouble } = server;
  if (trouble === 'not-handed-over' && handOverSince !== null) {
    return (
      <>
        {' '}
        · since <RelativeTime at={handOverSince} />
      </>
    );
  }
  if (trouble === 'foreign') return ` · ${usersToJudge} to decide`;
  if (trouble === 'nearly-full' && usersFree !== null) {
    return ` · ${usersFree} of ${usersMax ?? 'its'} slots free`;
  }
  if (trouble === 'rotation' && loginChangedAt !== null) {
    return (
      <>
        {' '}
        · {rotationTrouble === 'failed' ? 'replacement failed' : 'overdue'}, set{' '}
        <RelativeTime at={loginChangedAt} />
      </>
    );
  }
  return null;
}
