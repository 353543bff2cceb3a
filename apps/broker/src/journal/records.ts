/** What stands in a broker's journal. Secrets are sealed to the site's key, exactly as in the rows that they came from. */
import type { BmcForWork } from '@postern/database';
import { revocationSteps } from '@postern/domain';
import { z } from 'zod';

const knownEnd = z.object({ boot: z.string(), atMs: z.number(), leftMs: z.number() });

/** How to reach a BMC, as its row said: without what belongs to the moment or to the screen. */
export type JournalBmc = Omit<BmcForWork, 'profiledAt' | MomentaryFact>;

/** True of a BMC while its logins are frozen or replaced, or of its screen. */
export type MomentaryFact =
  | 'frozenUntil'
  | 'sealedScreenPassword'
  | 'loginChangedAt'
  | 'sealedPendingLogin'
  | 'pendingLoginSent'
  | 'sealedFormerLogin';

/** As a row says it of which nothing of the kind is so. */
export const nothingMomentary = {
  frozenUntil: null,
  sealedScreenPassword: null,
  loginChangedAt: null,
  sealedPendingLogin: null,
  pendingLoginSent: false,
  sealedFormerLogin: null,
} as const satisfies Pick<BmcForWork, MomentaryFact>;

const bmcShape = z.looseObject({
  bmcId: z.uuid(),
  serverId: z.uuid(),
  serverName: z.string(),
  protocol: z.string(),
  host: z.string(),
  port: z.number().int(),
  sealedLogin: z.string().nullable(),
});
// Not each of its fields: what a newer version asks for is missing only until the database was read once.
const bmc = z.custom<JournalBmc>((value) => bmcShape.safeParse(value).success);

const account = z.object({
  accountId: z.uuid(),
  grantId: z.uuid(),
  /** Null where the BMC keeps users under their names. */
  slot: z.number().int().nullable(),
  username: z.string().min(1),
  privilege: z.enum(['operator', 'administrator']),
  passwordForBroker: z.string(),
  bmc,
  /** Changes when anything changes that is needed to reach the BMC. */
  bmcVersion: z.string(),
  /** This broker wrote the account, so it is the first to take it away. */
  madeHere: z.boolean(),
  /** Null: it has no end of its own. */
  end: knownEnd.nullable(),
});
export type JournalAccount = z.output<typeof account>;

const evidence = z.object({
  readBack: z.enum(['absent', 'disabled-unnamed']),
  login: z.enum(['refused', 'never-issued']),
  sessionsEnded: z.number().int(),
  sessionsRemaining: z.number().int(),
  sessionsTold: z.boolean(),
  refusedSteps: z.array(z.enum(revocationSteps)),
});

export const removal = z.object({
  /** Tells this removal from every other: the database records it once. */
  id: z.uuid(),
  accountId: z.uuid(),
  grantId: z.uuid(),
  evidence,
  /** Why it was done without the database. */
  cause: z.enum(['time-over', 'break-glass', 'lost-by-restore']),
  /** By the host's clock, for people: nothing is decided by it. */
  at: z.iso.datetime(),
  /** The same instant in the boot's clock, from which the database's time of it is computed. */
  boot: z.string(),
  atMs: z.number(),
});
export type JournalRemoval = z.output<typeof removal>;

const chainHead = z.object({ seq: z.string().regex(/^\d{1,19}$/), hash: z.string().regex(/^[0-9a-f]{64}$/) });
/** How far the audit chain was known to go: the database that holds another hash there is another database. */
export type ChainHead = z.output<typeof chainHead>;

export const journalRecord = z.discriminatedUnion('kind', [
  /** The account may exist from now on, or is known better than before. */
  z.object({ kind: z.literal('account'), account }),
  z.object({ kind: z.literal('end'), accountId: z.uuid(), end: knownEnd.nullable() }),
  /** Proven gone, and not yet in the database. */
  z.object({ kind: z.literal('removed'), removal }),
  /** The database knows that it is gone: nothing is left to do. */
  z.object({ kind: z.literal('settled'), accountId: z.uuid() }),
  z.object({ kind: z.literal('head'), head: chainHead }),
  /** The site writes to no BMC until somebody confirms it. */
  z.object({ kind: z.literal('observing'), observing: z.boolean() }),
]);
export type JournalRecord = z.output<typeof journalRecord>;
