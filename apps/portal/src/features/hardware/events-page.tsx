'use client';
import {
  Badge,
  Button,
  Callout,
  Cell,
  ClockTime,
  EmptyState,
  Filters,
  Input,
  Row,
  Select,
  Table,
} from '@postern/ui';
import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useState } from 'react';
import type { EventShape } from '../../server/shapes/hardware.ts';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';
import {
  crossingText,
  filterEvents,
  isSeverityFilter,
  type SeverityFilter,
  severityTones,
  severityWords,
  startText,
} from './event-words.ts';
import { NotReadYet } from './not-read-yet.tsx';
import { pageRefreshMs } from './page-refresh.ts';
import { ReadingBar } from './reading-bar.tsx';

const columns = [{ label: 'When' }, { label: 'How bad' }, { label: 'Where' }, { label: 'What' }];

export function EventsPage({ serverId }: { readonly serverId: string }) {
  const trpc = useTRPC();
  const [severity, setSeverity] = useState<SeverityFilter>('all');
  const [search, setSearch] = useState('');
  const { data, error } = useQuery(
    trpc.hardware.events.queryOptions({ serverId }, { refetchInterval: pageRefreshMs }),
  );
  if (data === undefined) return error ? <ProblemNote error={error} /> : null;
  const { state, events, overflow } = data;
  const shown = filterEvents(events, { severity, search });
  return (
    <>
      <ReadingBar serverId={serverId} state={state} summary={countText(events.length)}>
        {events.length > 0 && <Downloads serverId={serverId} />}
      </ReadingBar>
      {overflow && (
        <div className="mb-4">
          <Callout tone="warn" title="The event log of the BMC is full">
            It has lost events for want of room. Somebody with an account on the BMC can clear it; what stands
            here stays.
          </Callout>
        </div>
      )}
      {state.readAt === null && events.length === 0 && <NotReadYet state={state} />}
      {state.readAt !== null && events.length === 0 && (
        <EmptyState title="The event log is empty">
          The BMC has noted nothing, or somebody has cleared it.
        </EmptyState>
      )}
      {events.length > 0 && (
        <>
          <Filters className="mb-3 flex flex-wrap gap-2">
            <div className="w-52">
              <Select
                aria-label="How bad"
                value={severity}
                onChange={({ target }) => isSeverityFilter(target.value) && setSeverity(target.value)}
              >
                <option value="all">All events</option>
                <option value="warning">Warnings and worse</option>
                <option value="critical">Critical only</option>
              </Select>
            </div>
            <Input
              aria-label="Find an event"
              placeholder="Find an event"
              className="max-w-60"
              value={search}
              onChange={({ target }) => setSearch(target.value)}
            />
          </Filters>
          {shown.length === 0 ? (
            <EmptyState title="No event is like that" />
          ) : (
            <Table caption="Events, newest first" columns={columns} stacked>
              {shown.map((event) => (
                <EventRow key={event.id} event={event} />
              ))}
            </Table>
          )}
          <p className="mt-3 text-sm text-n-11">
            Times are those of the BMC’s own clock. Events that were cleared on the BMC stay here.
          </p>
        </>
      )}
    </>
  );
}

function countText(count: number): string {
  if (count === 0) return 'No events';
  return count === 1 ? '1 event' : `${count} events`;
}

function Downloads({ serverId }: { readonly serverId: string }) {
  return (['csv', 'json'] as const).map((format) => (
    <Button key={format} asChild size="small">
      <a href={`/api/servers/${serverId}/events?format=${format}`} download>
        <Download aria-hidden />
        {format.toUpperCase()}
      </a>
    </Button>
  ));
}

function EventRow({ event }: { readonly event: EventShape }) {
  const crossing = crossingText(event);
  return (
    <Row>
      <Cell className="text-n-11 md:w-44">
        <EventTime event={event} />
      </Cell>
      <Cell className="md:w-28">
        <Badge tone={severityTones[event.severity]}>{severityWords[event.severity]}</Badge>
      </Cell>
      <Cell className="break-words md:w-52">
        {event.sensorName ?? event.sensorType}
        {event.sensorName !== null && <span className="block text-sm text-n-11">{event.sensorType}</span>}
      </Cell>
      <Cell className="break-words">
        {!event.asserted && 'Over: '}
        {event.description}
        {crossing !== null && <span className="block text-sm text-n-11">{crossing}</span>}
      </Cell>
    </Row>
  );
}

function EventTime({ event: { at, secondsSinceStart, seenAt } }: { readonly event: EventShape }) {
  if (at !== null) return <ClockTime at={at} seconds />;
  return (
    <span className="text-sm">
      {secondsSinceStart === null ? 'no time told' : startText(secondsSinceStart)}, first seen{' '}
      <ClockTime at={seenAt} />
    </span>
  );
}
