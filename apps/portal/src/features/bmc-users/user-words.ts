import type { BmcUserShape, UserTableShape } from '../../server/shapes/bmc-user.ts';

const kindWords: Record<BmcUserShape['kind'], string> = {
  login: 'Postern’s own login',
  account: 'live account',
  leftover: 'leftover',
  foreign: 'not ours',
};

const privilegeWords: Record<BmcUserShape['privilege'], string> = {
  unset: 'no rights',
  none: 'no rights',
  callback: 'callback only',
  user: 'user',
  operator: 'operator',
  administrator: 'administrator',
  oem: 'maker’s own rights',
};

/** What a user is to Postern. */
export function kindText({ kind }: Pick<BmcUserShape, 'kind'>): string {
  return kindWords[kind];
}

/** What he may do, as his settings say. */
export function rightsText({ privilege, state }: Pick<BmcUserShape, 'privilege' | 'state'>): string {
  return state === 'disabled' ? `${privilegeWords[privilege]}, disabled` : privilegeWords[privilege];
}

/** "7 of 16 used, 2 not ours". */
export function gaugeText(table: Pick<UserTableShape, 'used' | 'maxUsers'>, foreign: number): string {
  const used = table.maxUsers === null ? `${table.used} users` : `${table.used} of ${table.maxUsers} used`;
  return foreign === 0 ? `${used}, all ours` : `${used}, ${foreign} not ours`;
}
