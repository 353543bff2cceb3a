import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '../../server/trpc/router.ts';

type Outputs = inferRouterOutputs<AppRouter>;
export type Person = Outputs['people']['list']['items'][number];
export type Organisation = Outputs['organisations']['list']['items'][number];

export interface Household {
  readonly organisation: Organisation;
  readonly people: readonly Person[];
}

/** People under their organisations, in the order of these, and staff by themselves. */
export function householdsOf(
  organisations: readonly Organisation[],
  people: readonly Person[],
): { readonly households: readonly Household[]; readonly staff: readonly Person[] } {
  const households = organisations.map((organisation) => ({
    organisation,
    people: people.filter((person) => person.organisation?.id === organisation.id),
  }));
  return { households, staff: people.filter((person) => person.organisation === null) };
}

/** What fits a search: organisations by name with all their people, or only the people that fit. */
export function narrowHouseholds(households: readonly Household[], search: string): readonly Household[] {
  const wanted = search.trim().toLowerCase();
  if (wanted === '') return households;
  return households.flatMap((household) => {
    if (household.organisation.name.toLowerCase().includes(wanted)) return [household];
    const people = household.people.filter((person) => fits(person, wanted));
    return people.length === 0 ? [] : [{ ...household, people }];
  });
}

export function narrowPeople(people: readonly Person[], search: string): readonly Person[] {
  const wanted = search.trim().toLowerCase();
  return people.filter((person) => fits(person, wanted));
}

function fits({ name, email }: Person, wanted: string): boolean {
  return name.toLowerCase().includes(wanted) || email.toLowerCase().includes(wanted);
}

/** "3 live accesses and 2 sign-ins ended", for what a lock-out brought to an end. */
export function endedText(ended: { readonly grantsEnded: number; readonly sessionsEnded: number }): string {
  const parts = [
    countText(ended.grantsEnded, 'access', 'accesses'),
    countText(ended.sessionsEnded, 'sign-in', 'sign-ins'),
  ].filter((part) => part !== null);
  return parts.length === 0 ? 'Nothing was open.' : `Ended: ${parts.join(' and ')}.`;
}

function countText(count: number, one: string, many: string): string | null {
  return count === 0 ? null : `${count} ${count === 1 ? one : many}`;
}
