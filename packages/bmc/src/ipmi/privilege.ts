import type { AccountPrivilege } from '../capabilities.ts';

/** Privilege levels, IPMI 2.0 table 6-4 and §22.27. */
export const privilegeLevels = {
  unset: 0x0,
  callback: 0x1,
  user: 0x2,
  operator: 0x3,
  administrator: 0x4,
  oem: 0x5,
  none: 0xf,
} as const satisfies Record<AccountPrivilege, number>;

/** The word for a level; levels that are not in the table grant nothing known and read as `unset`. */
export function privilegeName(level: number): AccountPrivilege {
  const entry = Object.entries(privilegeLevels).find(([, candidate]) => candidate === level);
  return (entry?.[0] as AccountPrivilege | undefined) ?? 'unset';
}
