import type { Operation } from './operations.ts';

/** Differences that have a reason. Anything else makes the run fail. */
export const explained: Readonly<Partial<Record<Operation, string>>> = {
  'sessions of user 2': 'each client counts the sessions that it holds at that moment itself',
  sensors: 'the virtual BMC has no sensor records yet: ours says none, ipmitool fails',
  'thresholds of a sensor': 'the virtual BMC has no sensor records yet',
  events: 'the virtual BMC has no event log over IPMI yet: ours is refused (C1h), ipmitool fails',
  FRU: 'the virtual BMC has no FRU over IPMI yet',
};
