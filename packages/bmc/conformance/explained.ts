import type { Operation } from './operations.ts';

export type ComparedBmc = 'ipmi_sim' | 'go-ipmi' | 'virtual';

/** Differences between two clients of one BMC that have a reason. Anything else makes the run fail. */
export const explained: Readonly<Record<ComparedBmc, Readonly<Partial<Record<Operation, string>>>>> = {
  ipmi_sim: {},
  'go-ipmi': {
    GUID: 'go-ipmi has no Get System GUID; our client then asks for the device’s, ipmitool gives up',
    'sessions of user 2': 'go-ipmi shows each session itself alone; ipmitool counts that as the list',
  },
  virtual: {},
};
