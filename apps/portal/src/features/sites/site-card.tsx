'use client';
import { Badge, Button, Callout, Card, Dialog } from '@postern/ui';
import Link from 'next/link';
import { useState } from 'react';
import { policyLabels, policyValueText } from '../policy/policy-words.ts';
import { RotationSchedule } from '../rotation/rotation-schedule.tsx';
import { BrokerTable } from './broker-table.tsx';
import { accessPathWords, EditAccessPath } from './edit-access-path.tsx';
import { EditPolicy } from './edit-policy.tsx';
import { HoldWritesButton } from './hold-writes-button.tsx';
import { ObservationPanel } from './observation-panel.tsx';
import type { Broker, Site } from './site.ts';
import { SiteHelp } from './site-help.tsx';
import { StartBroker } from './start-broker.tsx';

export interface SiteCardProps {
  readonly site: Site;
  readonly brokers: readonly Broker[];
}

export function SiteCard({ site, brokers }: SiteCardProps) {
  const [editing, setEditing] = useState(false);
  const [editingPath, setEditingPath] = useState(false);
  const [starting, setStarting] = useState(false);
  const served = brokers.some(({ alive }) => alive);
  return (
    <Card
      title={site.name}
      aside={
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <code className="font-mono text-sm text-n-11">{site.slug}</code>
          <Link href={`/admin/servers?site=${site.id}`} className="text-sm underline">
            {site.servers === 1 ? '1 server' : `${site.servers} servers`}
            <span className="sr-only"> of {site.name}</span>
          </Link>
          {served ? <Badge tone="ok">served</Badge> : <Badge tone="danger">no broker</Badge>}
        </div>
      }
    >
      <div className="grid gap-5">
        <ObservationPanel site={site} />
        {!served && (
          <Callout
            tone="danger"
            title="No broker of this site answers"
            action={
              <Button size="small" onClick={() => setStarting(true)}>
                Broker settings<span className="sr-only"> for {site.name}</span>
              </Button>
            }
          >
            Access here is neither made nor removed, and no console opens. Start a broker; what is due is done
            first.
          </Callout>
        )}
        {!site.hasKey && (
          <Callout tone="warn" title="This site has no key yet">
            The first broker registers it. Until then no BMC login can be sealed for this site.
          </Callout>
        )}
        {brokers.length > 0 && <BrokerTable siteName={site.name} brokers={brokers} />}
        <div>
          <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
            <h3 className="font-semibold">Access policy</h3>
            <div className="flex flex-wrap gap-2">
              <HoldWritesButton site={site} />
              <Button size="small" onClick={() => setEditing(true)}>
                Change policy<span className="sr-only"> of {site.name}</span>
              </Button>
            </div>
          </div>
          <PolicyFacts policy={site.policy} />
        </div>
        <div className="flex flex-wrap items-center justify-between gap-2">
          <p>
            <span className="text-n-11">Tools reach BMCs</span> {accessPathWords[site.accessPath]}
          </p>
          <Button size="small" onClick={() => setEditingPath(true)}>
            Change the way<span className="sr-only"> to BMCs of {site.name}</span>
          </Button>
        </div>
        <RotationSchedule site={site} />
        <SiteHelp site={site} />
      </div>
      {editingPath && <EditAccessPath site={site} onClose={() => setEditingPath(false)} />}
      {editing && <EditPolicy site={site} onClose={() => setEditing(false)} />}
      {starting && (
        <Dialog open onOpenChange={setStarting} title={`A broker for ${site.name}`} width="wide">
          <StartBroker slug={site.slug} onClose={() => setStarting(false)} />
        </Dialog>
      )}
    </Card>
  );
}

function PolicyFacts({ policy }: { readonly policy: Site['policy'] }) {
  const names = Object.keys(policyLabels) as (keyof typeof policyLabels)[];
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-3 lg:grid-cols-6">
      {names.map((name) => (
        <div key={name} className={name === 'scopes' ? 'col-span-2' : undefined}>
          <dt className="text-sm text-n-11">{policyLabels[name].label}</dt>
          <dd className="tabular-nums">{policyValueText(name, policy)}</dd>
        </div>
      ))}
    </dl>
  );
}
