import type { GrantState } from '@postern/domain';

export const grantFilters = ['now', 'waiting', 'overdue', 'permanent', 'review', 'ended', 'all'] as const;
export type GrantFilter = (typeof grantFilters)[number];

export const grantFilterWords: Record<GrantFilter, string> = {
  now: 'Now',
  waiting: 'To approve',
  overdue: 'Overdue',
  permanent: 'Permanent',
  review: 'To review',
  ended: 'Ended',
  all: 'All',
};

/** The filter that a page's address names; whatever makes no sense there is the usual one. */
export function readGrantFilter(show: string | null): GrantFilter {
  return grantFilters.find((filter) => filter === show) ?? 'now';
}

/** The address of the list, narrowed so. */
export function grantsAddress(filter: GrantFilter): string {
  return filter === 'now' ? '/support/grants' : `/support/grants?show=${filter}`;
}

/** What a filter asks the server for. Permanent ones are active ones, sorted out on the page. */
export function grantQueryOf(filter: GrantFilter): {
  state?: GrantState[];
  overdueOnly?: boolean;
  reviewDueOnly?: boolean;
} {
  switch (filter) {
    case 'now':
      return { state: ['awaiting-approval', 'requested', 'provisioning', 'active', 'revoking'] };
    case 'waiting':
      return { state: ['awaiting-approval'] };
    case 'overdue':
      return { overdueOnly: true };
    case 'permanent':
      return { state: ['active'] };
    case 'review':
      return { reviewDueOnly: true };
    case 'ended':
      return { state: ['revoked', 'denied'] };
    case 'all':
      return {};
  }
}
