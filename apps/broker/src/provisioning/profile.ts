/** What the probe saw a BMC do, as its row holds it. */
import type { BmcProfile } from '@postern/bmc';
import { z } from 'zod';

const habit = <const T extends readonly string[]>(words: T) => z.enum([...words, 'untested']);

const profile = z.object({
  protocol: z.enum(['ipmi', 'redfish']),
  identity: z.object({
    manufacturerId: z.number().exactOptional(),
    productId: z.number().exactOptional(),
    manufacturer: z.string().exactOptional(),
    model: z.string().exactOptional(),
    firmware: z.string(),
    protocolVersion: z.string(),
  }),
  cipherSuites: z.array(z.union([z.literal(3), z.literal(8), z.literal(12), z.literal(17)])),
  outstandingRequests: z.union([z.literal(1), z.literal(2)]),
  accounts: z.object({
    model: z.enum(['slots', 'named']),
    maxSlots: z.number().optional(),
    disable: habit(['works', 'no-effect', 'refused']),
    noAccess: habit(['works', 'no-effect', 'refused']),
    blankName: habit(['deletes', 'empties', 'no-effect', 'refused']),
    endSession: habit(['by-handle', 'by-id', 'refused']),
    sessionsSurvive: habit(['survive', 'end']),
    passwordBytes: z.union([z.literal(16), z.literal(20)]),
    serialAccess: habit(['works', 'refused']),
  }),
});

/** `undefined`: never probed over this protocol, or stored by another version: then nothing is taken for granted. */
export function readProfile(facts: {
  readonly profile: unknown;
  readonly protocol: 'ipmi' | 'redfish';
}): BmcProfile | undefined {
  const read = profile.safeParse(facts.profile);
  if (!read.success || read.data.protocol !== facts.protocol) return undefined;
  const { accounts, ...others } = read.data;
  return { ...others, accounts: { ...accounts, maxSlots: accounts.maxSlots } };
}

/** Whether access ends with its account: live sessions end by themselves, or can be ended. `undefined`: nobody has seen. */
export function endsForeignSessions(seen: BmcProfile | undefined): boolean | undefined {
  if (seen === undefined) return undefined;
  const { sessionsSurvive, endSession } = seen.accounts;
  if (sessionsSurvive === 'end' || endSession === 'by-handle') return true;
  // An id is known only for sessions that were opened through a relay.
  if (endSession === 'by-id' || endSession === 'refused') return false;
  return undefined;
}
