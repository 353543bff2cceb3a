import type { ClientConfig } from 'pg';
import { parse } from 'pg-connection-string';

/** Where a `postgres://` address leads, in the parts that pg takes. */
export interface ConnectionTarget {
  readonly config: ClientConfig;
  /** Prisma's `?schema=` parameter, which Postgres itself does not know. */
  readonly schema: string;
}

/**
 * Takes an address apart. A `role` is set by each connection as its first act (empty or absent: none).
 * @throws TypeError where the address is no URL.
 */
export function connectionTarget(address: string, role?: string): ConnectionTarget {
  const url = new URL(address);
  const schema = url.searchParams.get('schema') ?? 'public';
  url.searchParams.delete('schema');
  const parts = parse(url.href);
  const config: ClientConfig = {
    host: parts.host ?? 'localhost',
    port: Number(parts.port || 5432),
    database: parts.database ?? 'postgres',
  };
  if (parts.user) config.user = parts.user;
  if (parts.password) config.password = parts.password;
  const settings = [parts.options, role ? `-c role=${role}` : undefined].filter((part) => part);
  if (settings.length > 0) config.options = settings.join(' ');
  // pg-connection-string reads sslmode and certificate files; its type of them is wider than pg's.
  if (parts.ssl !== undefined && parts.ssl !== false)
    config.ssl = parts.ssl as NonNullable<ClientConfig['ssl']>;
  return { config, schema };
}
