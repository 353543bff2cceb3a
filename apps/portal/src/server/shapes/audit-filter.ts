import { type AuditEventType, auditEventTypes } from '@postern/domain/audit/event';

export const auditOutcomes = ['ok', 'refused', 'failed'] as const;
export type AuditOutcome = (typeof auditOutcomes)[number];

/** What the log is narrowed to. `type` is an event's name, or a family of events such as `grant.*`. */
export interface AuditFilter {
  readonly type: string;
  readonly outcome: AuditOutcome | '';
  readonly actor: string;
  readonly serverId: string;
  readonly organisationId: string;
  readonly grantId: string;
  readonly from: Date | null;
  readonly until: Date | null;
}

export const emptyFilter: AuditFilter = {
  type: '',
  outcome: '',
  actor: '',
  serverId: '',
  organisationId: '',
  grantId: '',
  from: null,
  until: null,
};

/** Events by the word before their dot, in the order in which they are known. */
export const auditFamilies: readonly {
  readonly family: string;
  readonly types: readonly AuditEventType[];
}[] = [...Map.groupBy(auditEventTypes, (type) => type.slice(0, type.indexOf('.')))].map(
  ([family, types]) => ({ family, types }),
);

/** The event types that a choice stands for; `undefined`: all. */
export function typesOf(choice: string): AuditEventType[] | undefined {
  if (choice.endsWith('.*')) {
    const types = auditFamilies.find(({ family }) => `${family}.*` === choice)?.types;
    return types === undefined ? undefined : [...types];
  }
  const type = auditEventTypes.find((each) => each === choice);
  return type === undefined ? undefined : [type];
}

/** Reads a filter from a page's address; whatever makes no sense there is no filter. */
export function readAuditFilter(read: (name: string) => string | null): AuditFilter {
  const type = read('type') ?? '';
  return {
    type: typesOf(type) === undefined ? '' : type,
    outcome: auditOutcomes.find((outcome) => outcome === read('outcome')) ?? '',
    actor: (read('actor') ?? '').slice(0, 100),
    serverId: readId(read('server')),
    organisationId: readId(read('tenant')),
    grantId: readId(read('grant')),
    from: readInstant(read('from')),
    until: readInstant(read('until')),
  };
}

/** The filter as it stands in the page's address; empty when nothing is narrowed. */
export function auditFilterQuery(filter: AuditFilter): string {
  const entries = {
    type: filter.type,
    outcome: filter.outcome,
    actor: filter.actor.trim(),
    server: filter.serverId,
    tenant: filter.organisationId,
    grant: filter.grantId,
    from: filter.from?.toISOString() ?? '',
    until: filter.until?.toISOString() ?? '',
  };
  const query = new URLSearchParams(Object.entries(entries).filter(([, value]) => value !== '')).toString();
  return query === '' ? '' : `?${query}`;
}

/** What `audit.list` takes. */
export function auditListInput(filter: AuditFilter) {
  const types = typesOf(filter.type);
  const actor = filter.actor.trim();
  return {
    ...(types === undefined ? {} : { types }),
    ...(filter.outcome === '' ? {} : { outcome: filter.outcome }),
    ...(actor === '' ? {} : { actor }),
    ...(filter.serverId === '' ? {} : { serverId: filter.serverId }),
    ...(filter.organisationId === '' ? {} : { organisationId: filter.organisationId }),
    ...(filter.grantId === '' ? {} : { grantId: filter.grantId }),
    ...(filter.from === null ? {} : { from: filter.from }),
    ...(filter.until === null ? {} : { until: filter.until }),
  };
}

function readId(text: string | null): string {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.exec(text ?? '')?.[0] ?? '';
}

function readInstant(text: string | null): Date | null {
  const date = new Date(text ?? '');
  return Number.isNaN(date.getTime()) ? null : date;
}
