import {
  grantEndCauses,
  grantScopes,
  grantStates,
  provisioningSteps,
  revocationSteps,
} from '@postern/domain';
import { z } from 'zod';

/** Evidence that an account is gone. */
export const proofShape = z.object({
  checkedAt: z.coerce.date(),
  readBack: z.enum(['absent', 'disabled-unnamed']),
  login: z.enum(['refused', 'never-issued']),
  sessionsEnded: z.number().default(0),
  sessionsRemaining: z.number().default(0),
  sessionsTold: z.boolean().default(true),
  refusedSteps: z.array(z.enum(revocationSteps)).default([]),
});

/** A grant as pages show it. Its password is never here: see `grants.reveal`. */
export const grantShape = z.object({
  id: z.uuid(),
  serverId: z.uuid(),
  state: z.enum(grantStates),
  stateSince: z.date(),
  /** What is being done now, while access is made or removed. */
  step: z.enum([...provisioningSteps, ...revocationSteps]).nullable(),
  organisation: z.object({ id: z.uuid(), name: z.string() }),
  /** Null: the access is for the whole organisation. */
  holderName: z.string().nullable(),
  requestedByName: z.string(),
  requestedAt: z.date(),
  reason: z.string().nullable(),
  ticketNumber: z.string().nullable(),
  permanent: z.boolean(),
  reviewAt: z.date().nullable(),
  /** Its review is near or has passed; null: neither. */
  reviewDue: z.enum(['soon', 'passed']).nullable(),
  /** Who of the hoster answers for it. */
  ownerName: z.string().nullable(),
  durationSeconds: z.number().nullable(),
  privilege: z.enum(['operator', 'administrator']),
  /** What it allows. */
  scopes: z.array(z.enum(grantScopes)),
  /** Where its account is used from: one address of each family at most. A relay serves nobody else. */
  sourceAddresses: z.array(z.string()),
  /** While it waits for an approval: denied by itself at this instant. */
  approvalUntil: z.date().nullable(),
  /** Who approved or declined it, when, and why it was declined. */
  decidedByName: z.string().nullable(),
  decidedAt: z.date().nullable(),
  decisionReason: z.string().nullable(),
  startsAt: z.date().nullable(),
  endsAt: z.date().nullable(),
  /** How long a console that is open at the end may go on, as asked for; 0: it is cut. */
  graceSeconds: z.number(),
  /** The end has passed; open consoles go on until `endsAt`, and nothing new can be opened. */
  inGrace: z.boolean(),
  extensionsLeft: z.number(),
  /** The most that one extension may add now; 0 when none is possible. */
  longestExtensionSeconds: z.number(),
  /** The account is not proven gone long after the end; see domain `revocationOverdueAfterSeconds`. */
  overdue: z.boolean(),
  attempts: z.number(),
  lastError: z.object({ code: z.string(), sentence: z.string() }).nullable(),
  endCause: z.enum(grantEndCauses).nullable(),
  revokedAt: z.date().nullable(),
  proof: proofShape.nullable(),
  /** The account's name, while the grant is active and has one. */
  username: z.string().nullable(),
  /** Where the account works: a relay's address, or the BMC's own. Null while a relay is being opened again. */
  address: z.object({ host: z.string(), port: z.number() }).nullable(),
  /** What the relay has carried; null where access is direct. */
  relay: z
    .object({ datagrams: z.number(), lastCarriedAt: z.date().nullable(), fromStrangers: z.number() })
    .nullable(),
});
export type GrantShape = z.infer<typeof grantShape>;

/** A grant in a list over many servers. */
export const grantOverviewShape = grantShape.extend({
  server: z.object({ id: z.uuid(), name: z.string(), rack: z.string(), siteName: z.string() }),
});
export type GrantOverviewShape = z.infer<typeof grantOverviewShape>;
