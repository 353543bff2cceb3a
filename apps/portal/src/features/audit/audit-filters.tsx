'use client';
import { Field, Filters, Input, Select, useTimeZone } from '@postern/ui';
import { useQuery } from '@tanstack/react-query';
import { type AuditFilter, auditFamilies, auditOutcomes } from '../../server/shapes/audit-filter.ts';
import { useTRPC } from '../data/trpc.ts';
import { localTimeText, readLocalTime } from './local-time.ts';
import { ServerPicker } from './server-picker.tsx';

export interface AuditFiltersProps {
  readonly filter: AuditFilter;
  readonly onChange: (filter: AuditFilter) => void;
  readonly firstServerName: string | null;
}

const outcomeWords = { ok: 'Done', refused: 'Refused', failed: 'Failed' } as const;

export function AuditFilters({ filter, onChange, firstServerName }: AuditFiltersProps) {
  const trpc = useTRPC();
  const timeZone = useTimeZone();
  const organisations = useQuery(trpc.organisations.list.queryOptions());
  const set = (changes: Partial<AuditFilter>) => onChange({ ...filter, ...changes });
  return (
    <Filters className="grid grid-cols-2 gap-3 rounded-lg border border-n-6 bg-surface p-4 md:grid-cols-4">
      <Field label="Event">
        {(control) => (
          <Select {...control} value={filter.type} onChange={(event) => set({ type: event.target.value })}>
            <option value="">All events</option>
            {auditFamilies.map(({ family, types }) => (
              <optgroup key={family} label={family}>
                <option value={`${family}.*`}>all of {family}</option>
                {types.map((type) => (
                  <option key={type} value={type}>
                    {type}
                  </option>
                ))}
              </optgroup>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Outcome">
        {(control) => (
          <Select
            {...control}
            value={filter.outcome}
            onChange={(event) =>
              set({ outcome: auditOutcomes.find((outcome) => outcome === event.target.value) ?? '' })
            }
          >
            <option value="">Any outcome</option>
            {auditOutcomes.map((outcome) => (
              <option key={outcome} value={outcome}>
                {outcomeWords[outcome]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="By">
        {(control) => (
          <Input
            {...control}
            type="search"
            value={filter.actor}
            maxLength={100}
            placeholder="Part of a name"
            onChange={(event) => set({ actor: event.target.value })}
          />
        )}
      </Field>
      <ServerPicker
        serverId={filter.serverId}
        firstName={firstServerName}
        onPick={(serverId) => set({ serverId })}
      />
      <Field label="Tenant">
        {(control) => (
          <Select
            {...control}
            value={filter.organisationId}
            onChange={(event) => set({ organisationId: event.target.value })}
          >
            <option value="">All tenants</option>
            {organisations.data?.items.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <div className="col-span-2 md:col-span-1">
        <Field label="From">
          {(control) => (
            <Input
              {...control}
              type="datetime-local"
              defaultValue={localTimeText(filter.from, timeZone)}
              key={timeZone}
              onChange={(event) => set({ from: readLocalTime(event.target.value) })}
            />
          )}
        </Field>
      </div>
      <div className="col-span-2 md:col-span-1">
        <Field label="Until">
          {(control) => (
            <Input
              {...control}
              type="datetime-local"
              defaultValue={localTimeText(filter.until, timeZone)}
              key={timeZone}
              onChange={(event) => set({ until: readLocalTime(event.target.value) })}
            />
          )}
        </Field>
      </div>
      {filter.grantId !== '' && (
        <div className="min-w-0 self-end pb-1.5 text-sm">
          <span className="text-n-11">Only grant</span>{' '}
          <span className="break-all font-mono">{filter.grantId}</span>
        </div>
      )}
    </Filters>
  );
}
