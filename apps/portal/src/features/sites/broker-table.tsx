'use client';
import { Badge, Cell, RelativeTime, Row, Table } from '@postern/ui';
import { clockIsOff, offsetText } from './broker-health.ts';
import type { Broker } from './site.ts';

const columns = [
  { label: 'Broker' },
  { label: 'Heartbeat' },
  { label: 'Running since', className: 'hidden md:table-cell' },
  { label: 'Version', className: 'hidden sm:table-cell' },
  { label: 'guacd', className: 'hidden sm:table-cell' },
  { label: 'Clock' },
] as const;

export interface BrokerTableProps {
  readonly siteName: string;
  readonly brokers: readonly Broker[];
}

export function BrokerTable({ siteName, brokers }: BrokerTableProps) {
  return (
    <Table caption={`Brokers of ${siteName}`} columns={columns}>
      {brokers.map((broker) => (
        <Row key={broker.id}>
          <Cell>
            <div className="font-medium">{broker.name}</div>
            <div className="hidden font-mono text-sm text-n-11 lg:block">{broker.consoleUrl}</div>
            <div className="text-sm text-n-11 sm:hidden">
              {broker.version} · {broker.guacdAvailable ? 'with guacd' : 'without guacd'}
            </div>
          </Cell>
          <Cell>
            <Badge tone={broker.alive ? 'ok' : 'danger'}>{broker.alive ? 'alive' : 'silent'}</Badge>
            <div className="mt-0.5 text-sm text-n-11">
              <RelativeTime at={broker.heartbeatAt} />
            </div>
          </Cell>
          <Cell className="hidden md:table-cell">
            <RelativeTime at={broker.startedAt} />
          </Cell>
          <Cell className="hidden sm:table-cell">{broker.version}</Cell>
          <Cell className="hidden sm:table-cell">
            {broker.guacdAvailable ? 'yes' : <span className="text-n-11">no, direct</span>}
          </Cell>
          <Cell>
            {!broker.alive ? (
              <span className="text-n-11">not known</span>
            ) : clockIsOff(broker) ? (
              <Badge tone="warn">off by {offsetText(broker.clockOffsetMs)}</Badge>
            ) : (
              <span className="whitespace-nowrap">{offsetText(broker.clockOffsetMs)}</span>
            )}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}
