/** What an admin has a broker find out about a BMC, as the action's result and the BMC's row hold it. */
import { z } from 'zod';
import { shownCertificate } from './certificate.ts';

export const bmcProtocols = ['ipmi', 'redfish'] as const;
export type BmcProtocol = (typeof bmcProtocols)[number];

const foreignText = z.string().transform((text) => text.slice(0, 120));

/** Which protocols answer at an address. Null: that one does not. */
export const bmcDetection = z.object({
  ipmi: z.object({ port: z.int() }).nullable(),
  redfish: z
    .object({
      port: z.int(),
      version: foreignText,
      vendor: foreignText,
      certificate: shownCertificate,
    })
    .nullable(),
  /** Null: neither answered. */
  suggested: z.enum(bmcProtocols).nullable(),
});
export type BmcDetection = z.infer<typeof bmcDetection>;

export const postureSeverities = ['critical', 'warning', 'notice'] as const;

/** What is weak on a BMC and what to do next; `unchecked`: what could not be looked at, with its reason. */
export const bmcPosture = z.object({
  findings: z.array(
    z.object({
      code: z.string(),
      severity: z.enum(postureSeverities),
      what: z.string(),
      nextStep: z.string(),
    }),
  ),
  unchecked: z.array(z.object({ check: z.string(), why: z.string() })),
});
export type BmcPosture = z.infer<typeof bmcPosture>;

/** Of the profile that the probe stores, what people are shown. */
export const bmcProfileShown = z.object({
  protocol: z.enum(bmcProtocols),
  identity: z.object({ firmware: z.string() }),
  accounts: z.object({
    model: z.enum(['slots', 'named']),
    maxSlots: z.int().optional(),
    disable: z.string(),
    noAccess: z.string(),
    blankName: z.string(),
    endSession: z.string(),
    sessionsSurvive: z.string(),
    passwordBytes: z.int(),
    serialAccess: z.string(),
  }),
});
export type BmcProfileShown = z.infer<typeof bmcProfileShown>;
