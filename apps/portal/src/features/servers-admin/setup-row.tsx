import { Badge, Cell, ClockTime, RelativeTime, Row } from '@postern/ui';
import Link from 'next/link';
import { gaugeText } from '../bmc-users/user-words.ts';
import type { ServerSetup } from './server-setup.ts';

/** One server of the table; on a phone its tenant and BMC stand below its name. */
export function SetupRow({ server }: { readonly server: ServerSetup }) {
  const { id, name, siteName, rack, organisationName } = server;
  return (
    <Row className="relative">
      <Cell>
        <Link
          href={`/admin/servers/${id}`}
          className="font-semibold after:absolute after:inset-0 after:content-[''] hover:underline"
        >
          {name}
        </Link>
        <div className="text-sm text-n-11">
          {siteName} · {rack}
        </div>
        <div className="text-sm text-n-11 md:hidden">{organisationName ?? 'rented to nobody'}</div>
        <div className="sm:hidden">
          <BmcAddress server={server} />
        </div>
      </Cell>
      <Cell className="hidden md:table-cell">
        {organisationName ?? <span className="text-n-11">rented to nobody</span>}
      </Cell>
      <Cell className="hidden sm:table-cell">
        <BmcAddress server={server} />
      </Cell>
      <Cell className="hidden lg:table-cell">
        <UserGauge server={server} />
      </Cell>
      <Cell>
        <LastTest server={server} />
      </Cell>
    </Row>
  );
}

function UserGauge({ server }: { readonly server: ServerSetup }) {
  const { usersUsed, usersMax, usersFree, foreignUsers, usersToJudge } = server;
  if (usersUsed === null) return <span className="text-n-11">not read yet</span>;
  return (
    <>
      <span className="whitespace-nowrap text-sm tabular-nums">
        {gaugeText({ used: usersUsed, maxUsers: usersMax }, foreignUsers)}
      </span>
      {usersToJudge > 0 && (
        <div className="mt-0.5">
          <Badge tone="danger">{usersToJudge} to decide</Badge>
        </div>
      )}
      {usersFree !== null && usersFree <= 1 && (
        <div className="mt-0.5">
          <Badge tone="warn">{usersFree === 0 ? 'no slot free' : 'one slot free'}</Badge>
        </div>
      )}
    </>
  );
}

const usualPort = 623;

function BmcAddress({ server }: { readonly server: ServerSetup }) {
  const { bmcHost, bmcPort, certificateChanged, frozenUntil, silentSince } = server;
  if (bmcHost === null) return <span className="text-n-11">none set up</span>;
  return (
    <>
      <span className="whitespace-nowrap font-mono text-sm">
        {bmcHost}
        {bmcPort !== usualPort && `:${bmcPort}`}
      </span>
      {certificateChanged && (
        <div className="mt-0.5">
          <Badge tone="danger">certificate changed</Badge>
        </div>
      )}
      {frozenUntil !== null && (
        <div className="mt-0.5">
          <Badge tone="danger">
            login frozen until <ClockTime at={frozenUntil} />
          </Badge>
        </div>
      )}
      {frozenUntil === null && silentSince !== null && (
        <div className="mt-0.5">
          <Badge tone="warn">
            silent since <ClockTime at={silentSince} />
          </Badge>
        </div>
      )}
    </>
  );
}

function LastTest({ server }: { readonly server: ServerSetup }) {
  const { testedAt, testState, testError } = server;
  if (testedAt === null || testState === null) return <span className="text-n-11">never</span>;
  return (
    <>
      <TestBadge state={testState} />
      <div className="text-sm text-n-11">
        <RelativeTime at={testedAt} />
      </div>
      {testState === 'failed' && testError !== null && (
        <div className="hidden max-w-72 text-sm text-n-11 lg:block">{testError}</div>
      )}
    </>
  );
}

function TestBadge({ state }: { readonly state: NonNullable<ServerSetup['testState']> }) {
  switch (state) {
    case 'requested':
      return <Badge tone="accent">waiting</Badge>;
    case 'running':
      return <Badge tone="accent">running</Badge>;
    case 'succeeded':
      return <Badge tone="ok">passed</Badge>;
    case 'failed':
      return <Badge tone="danger">failed</Badge>;
    case 'unknown':
      return <Badge tone="warn">broken off</Badge>;
  }
}
