'use client';
import { Badge, ClockTime, utcText } from '@postern/ui';
import { clsx } from 'clsx';
import { ChevronRight } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { AuditRowShape } from '../../server/shapes/activity.ts';
import { countText } from './verdict-text.ts';

export interface AuditRowProps {
  readonly row: AuditRowShape;
  /** Asks for everything of one grant. */
  readonly onGrant: (grantId: string) => void;
}

/** One event: a line, and on demand every fact that the chain covers. */
export function AuditRow({ row, onGrant }: AuditRowProps) {
  const where = [row.server?.name, row.organisationName].filter(Boolean).join(' · ');
  return (
    <li>
      <details className="group">
        <summary className="grid cursor-pointer list-none grid-cols-[1rem_minmax(0,1fr)_auto] gap-x-3 gap-y-0.5 px-3 py-2 hover:bg-n-2 focus-visible:-outline-offset-2 md:grid-cols-[1rem_8.5rem_minmax(0,1fr)_minmax(0,14rem)_5.5rem] [&::-webkit-details-marker]:hidden">
          <ChevronRight
            aria-hidden
            className="mt-1 size-4 text-n-11 transition-transform duration-100 group-open:rotate-90"
          />
          <span className="col-start-2 row-start-2 text-sm text-n-11 md:col-start-2 md:row-start-1 md:leading-6">
            <ClockTime at={row.at} seconds />
            <span className="md:hidden">{where === '' ? '' : ` · ${where}`}</span>
          </span>
          <span className="col-start-2 row-start-1 min-w-0 md:col-start-3">
            <span className="font-medium">{row.actor.name}</span> {row.sentence}
          </span>
          <span className="hidden truncate text-n-11 md:block">{where}</span>
          <span className="col-start-3 row-start-1 justify-self-end md:col-start-5">
            <Outcome outcome={row.outcome} />
          </span>
        </summary>
        <Facts row={row} onGrant={onGrant} />
      </details>
    </li>
  );
}

function Outcome({ outcome }: Pick<AuditRowShape, 'outcome'>) {
  if (outcome === 'ok') return <span className="text-sm text-n-11">ok</span>;
  return <Badge tone={outcome === 'refused' ? 'warn' : 'danger'}>{outcome}</Badge>;
}

function Facts({ row, onGrant }: AuditRowProps) {
  const { grantId } = row;
  return (
    <dl className="grid gap-x-6 gap-y-2 border-t border-n-6 bg-n-2 px-4 py-3 text-sm sm:grid-cols-2 sm:pl-10 lg:grid-cols-3">
      <Fact label="Event">{row.type}</Fact>
      <Fact label="Row">{countText(Number(row.seq))}</Fact>
      <Fact label="At">{utcText(row.at)}</Fact>
      <Fact label="By">
        {row.actor.name}
        {row.actor.role !== null && `, ${row.actor.role}`}
        {row.actor.kind === 'broker' && ', broker'}
      </Fact>
      {row.sourceAddress !== null && <Fact label="From address">{row.sourceAddress}</Fact>}
      {row.organisationName !== null && <Fact label="Tenant">{row.organisationName}</Fact>}
      {row.server !== null && (
        <Fact label="Server">
          <Link href={`/servers/${row.server.id}`} className="underline">
            {row.server.name}
          </Link>
        </Fact>
      )}
      {grantId !== null && (
        <Fact label="Grant">
          <button
            type="button"
            className="cursor-pointer break-all text-left underline"
            onClick={() => onGrant(grantId)}
          >
            {grantId}
          </button>
        </Fact>
      )}
      {Object.entries(row.details).map(([name, value]) => (
        <Fact key={name} label={name}>
          {value === null ? 'none' : String(value)}
        </Fact>
      ))}
      <Fact label="Hash" wide>
        {row.hash}
      </Fact>
    </dl>
  );
}

interface FactProps {
  readonly label: string;
  readonly wide?: boolean;
  readonly children: ReactNode;
}

function Fact({ label, wide = false, children }: FactProps) {
  return (
    <div className={clsx('min-w-0', wide && 'sm:col-span-2 lg:col-span-3')}>
      <dt className="text-n-11">{label}</dt>
      <dd className="break-words font-mono">{children}</dd>
    </div>
  );
}
