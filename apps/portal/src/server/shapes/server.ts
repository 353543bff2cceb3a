import {
  bmcPosture,
  bmcProfileShown,
  bmcProtocols,
  bootDevices,
  grantScopes,
  shownCertificate,
} from '@postern/domain';
import { z } from 'zod';
import { actionShape } from './action.ts';
import { blockShape } from './block.ts';
import { grantShape } from './grant.ts';
import { handOverShape } from './hand-over.ts';
import { healthShape } from './hardware.ts';
import { helpShape } from './help.ts';
import { offerPolicyShape } from './policy.ts';

const named = z.object({ id: z.uuid(), name: z.string() });

/** The last reading. `readAt` is the age of what `state` says; `failingSince`: nothing could be read from then on. */
export const powerShape = z.object({
  state: z.enum(['on', 'off', 'unknown']),
  readAt: z.date().nullable(),
  failingSince: z.date().nullable(),
});

/** `pending`: something is set for the next start and has not been used yet. */
export const bootShape = z.object({
  device: z.enum(bootDevices),
  persistent: z.boolean(),
  firmware: z.enum(['legacy', 'uefi']),
  readAt: z.date(),
  pending: z.boolean(),
});

/** What this server's BMC can show. `unavailableReason`: why no console can be opened now, a sentence. */
export const consoleOfferShape = z.object({
  screen: z.boolean(),
  serial: z.boolean(),
  unavailableReason: z.string().nullable(),
});

export const serverOverviewShape = z.object({
  id: z.uuid(),
  name: z.string(),
  rack: z.string(),
  site: named,
  organisation: named.nullable(),
  ipAddresses: z.array(z.string()),
  power: powerShape,
  console: consoleOfferShape,
  /** The live grant. */
  access: grantShape.nullable(),
  /** Someone else's access, of a former tenant, is still being removed: no new one can be asked for yet. */
  accessBlocked: z.boolean(),
  actionRunning: z.boolean(),
});
export type ServerOverviewShape = z.infer<typeof serverOverviewShape>;

/** The management controller as an admin configures it. Its secrets are not here, only that they are held. */
export const bmcShape = z.object({
  id: z.uuid(),
  protocol: z.enum(bmcProtocols),
  host: z.string(),
  /** IPMI. */
  port: z.number(),
  redfishPort: z.number().nullable(),
  /** SHA-256, 64 hexadecimal digits. */
  certificatePin: z.string().nullable(),
  certificateSeen: shownCertificate.nullable().catch(null),
  certificateSeenAt: z.date().nullable(),
  profile: bmcProfileShown.nullable().catch(null),
  profiledAt: z.date().nullable(),
  /** Whether live IPMI sessions of others can be ended. Null: never tried. */
  endsForeignSessions: z.boolean().nullable(),
  posture: bmcPosture.nullable().catch(null),
  postureAt: z.date().nullable(),
  cipherSuite: z.number().nullable(),
  allowedSlots: z.array(z.number()),
  screenProtocol: z.enum(['none', 'vnc']),
  screenHost: z.string().nullable(),
  screenPort: z.number().nullable(),
  serialOverLan: z.boolean(),
  /** No login is tried before this instant: too many were refused. */
  frozenUntil: z.date().nullable(),
  loginChangedAt: z.date().nullable(),
  /** A replacement of the login was begun and is not proven yet. */
  loginInRotation: z.boolean(),
  /** The login should be replaced after so many days; null: on request only. */
  rotateAfterDays: z.number().nullable(),
  screenPasswordChangedAt: z.date().nullable(),
});
export type BmcShape = z.infer<typeof bmcShape>;

export const serverShape = serverOverviewShape.extend({
  serial: z.string().nullable(),
  site: named.extend({ slug: z.string() }),
  /** The policy that holds here, of site, tenant and server together. */
  policy: offerPolicyShape,
  /** What new access may be for: allowed by policy, and possible here. */
  offeredScopes: z.array(z.enum(grantScopes)),
  boot: bootShape.nullable(),
  /** Why new access is refused, if it is. */
  blocks: z.array(blockShape),
  /** The last access that is over: ended with its proof, or denied. */
  lastEnded: grantShape.nullable(),
  /** The action that runs or waits. */
  runningAction: actionShape.nullable(),
  lastAction: actionShape.nullable(),
  health: healthShape,
  help: helpShape,
  hasBmc: z.boolean(),
  /** The server is being cleared of its former tenant: access that is asked for waits. */
  handingOver: z.boolean(),
  /** The last hand-over, for staff; null for tenants, and where there was none. */
  handOver: handOverShape.nullable(),
  /** For people who may configure it; null for all others. */
  bmc: bmcShape.nullable(),
  /** What the viewer may do here and now; pages grey the rest and say why. */
  may: z.object({
    request: z.boolean(),
    extend: z.boolean(),
    /** Lock the access to another address. */
    moveSource: z.boolean(),
    end: z.boolean(),
    reveal: z.boolean(),
    /** Ask that an open console may finish, or take that back. */
    askForGrace: z.boolean(),
    /** Approve or decline the request that waits. */
    decide: z.boolean(),
    /** Block and unblock new access. */
    block: z.boolean(),
    operate: z.boolean(),
    openConsole: z.boolean(),
    /** Staff have to say why they act on a tenant's server. */
    reasonNeeded: z.boolean(),
    handOver: z.boolean(),
  }),
  /** The viewer's own address, for the form that asks for access. */
  viewerAddress: z.string().nullable(),
  /** The database's clock when this was read. */
  now: z.date(),
});
export type ServerShape = z.infer<typeof serverShape>;
