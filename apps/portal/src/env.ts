import { z } from 'zod';

const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== ''),
  );

const environment = z.object({
  DATABASE_URL: z.string().min(1),
  POSTERN_DATABASE_ROLE: z.string().default('postern_portal'),
  NEXTAUTH_URL: z.url({ protocol: /^https?$/ }),
  NEXTAUTH_SECRET_FILE: z.string().min(1),
  POSTERN_PORTAL_KEY_FILE: z.string().min(1),
  /** Addresses or networks (CIDR) of proxies whose x-forwarded-for is believed. */
  POSTERN_TRUSTED_PROXIES: list,
  POSTERN_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

export type PortalEnvironment = Readonly<z.output<typeof environment>>;

/** The environment is not usable. The message lists every problem, one line each, and no values. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
}

/** Reads the portal's settings. @throws EnvironmentError naming all problems together. */
export function readEnvironment(
  variables: Readonly<Record<string, string | undefined>> = process.env,
): PortalEnvironment {
  const parsed = environment.safeParse(variables);
  if (parsed.success) return Object.freeze(parsed.data);
  const problems = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new EnvironmentError(`the portal's environment is not usable:\n${problems.join('\n')}`);
}

/** `next dev` needs `eval` and a socket of its own; a production build never does. */
export const isDevelopment = process.env.NODE_ENV === 'development';
