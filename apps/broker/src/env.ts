import { isIP } from 'node:net';
import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65535);

const hostAndPort = z
  .string()
  .regex(/^[^\s:]+:\d{1,5}$/, 'must look like host:port')
  .transform((text) => {
    const [host = '', portText = ''] = text.split(':');
    return { host, port: Number(portText) };
  });

/** Addresses that relays are bound to, with commas between them. No names: what they stand for may change. */
const relayHosts = z
  .string()
  .transform((list) => list.split(',').map((host) => host.trim()))
  .refine(
    (hosts) => hosts.every((host) => isIP(host) !== 0),
    'must be IP addresses, with commas between them',
  );

/** Each relay takes one port while its grant lives. */
const portRange = z
  .string()
  .regex(/^\d{1,5}-\d{1,5}$/, 'must look like 30623-30722')
  .transform((text) => {
    const [first = 0, last = 0] = text.split('-').map(Number);
    return { first, last };
  })
  .refine(
    ({ first, last }) => first > 0 && first <= last && last < 65_536,
    'must go from a port up to another',
  );

/** An empty value counts as absent: compose files and charts write `NAME=` for "not set". */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

const environment = z.object({
  DATABASE_URL: z.string().min(1),
  POSTERN_DATABASE_ROLE: z.string().default('postern_broker'),
  POSTERN_SITE: z.string().min(1),
  POSTERN_BROKER_NAME: z.string().min(1),
  POSTERN_SITE_KEY_FILE: z.string().min(1),
  POSTERN_PORTAL_PUBLIC_KEY_FILE: z.string().min(1),
  POSTERN_GATEWAY_HOST: z.string().default('127.0.0.1'),
  POSTERN_GATEWAY_PORT: port.default(3001),
  POSTERN_CONSOLE_URL: z.url({ protocol: /^wss?$/ }).default('ws://localhost:3001/console'),
  POSTERN_OPS_HOST: z.string().default('127.0.0.1'),
  POSTERN_OPS_PORT: port.default(3002),
  POSTERN_RELAY_HOST: z.string().default('127.0.0.1').pipe(relayHosts),
  POSTERN_RELAY_PUBLIC_HOST: z.string().min(1).default('127.0.0.1'),
  POSTERN_RELAY_PORTS: z.string().default('30623-30722').pipe(portRange),
  POSTERN_ALLOWED_ORIGINS: z
    .string()
    .default('')
    .transform((list) =>
      list
        .split(',')
        .map((origin) => origin.trim())
        .filter((origin) => origin !== ''),
    ),
  POSTERN_JOURNAL_FOLDER: z.string().min(1).default('/var/lib/postern/journal'),
  POSTERN_GUACD: optional(hostAndPort),
  POSTERN_POWER_SWEEP_SECONDS: z.coerce.number().min(0.5).max(3600).default(10),
  POSTERN_HARDWARE_SECONDS: z.coerce.number().min(10).max(86_400).default(1_800),
  POSTERN_RECONCILE_SECONDS: z.coerce.number().min(1).max(86_400).default(300),
  /** Signed ends of the audit chain are appended here; they stand in the log in any case. */
  POSTERN_AUDIT_HEADS_FILE: optional(z.string()),
  POSTERN_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

const journalFolder = environment.shape.POSTERN_JOURNAL_FOLDER;

/** Of the broker's settings those that its host's break-glass command needs. */
const breakGlassEnvironment = z.object({
  POSTERN_JOURNAL_FOLDER: journalFolder,
  POSTERN_SITE_KEY_FILE: z.string().min(1),
  POSTERN_SITE: optional(z.string()),
  POSTERN_BROKER_NAME: optional(z.string()),
});

export type BrokerEnvironment = Readonly<z.output<typeof environment>>;

/** The environment is not usable. The message lists every problem, one line each, and no values. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
}

type Variables = Readonly<Record<string, string | undefined>>;

/** Reads the broker's settings once. @throws EnvironmentError naming all problems together. */
export function readEnvironment(variables: Variables = process.env): BrokerEnvironment {
  return Object.freeze(parse(environment, variables));
}

/** @throws EnvironmentError naming all problems together. */
export function readBreakGlassEnvironment(variables: Variables = process.env) {
  return parse(breakGlassEnvironment, variables);
}

function parse<T extends z.ZodType>(schema: T, variables: Variables): z.output<T> {
  const parsed = schema.safeParse(variables);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new EnvironmentError(`the broker's environment is not usable:\n${problems.join('\n')}`);
}
