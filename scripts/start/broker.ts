import path from 'node:path';
import type { KeyFiles } from './keys.ts';
import { type Service, startService } from './service.ts';

const folder = path.resolve(import.meta.dirname, '../../apps/broker');

export type BrokerOptions = {
  readonly signal?: AbortSignal | undefined;
  readonly stateDir: string;
  readonly databaseUrl: string;
  readonly site: string;
  readonly keys: KeyFiles;
  readonly gatewayPort: number;
  readonly opsPort: number;
  /** First of its relay ports. */
  readonly relayBase: number;
  /** Web origins whose pages may open a console. */
  readonly origins: readonly string[];
  readonly guacd: { readonly host: string; readonly port: number } | undefined;
  /** Where signed ends of the audit chain are kept; all of them of one database. */
  readonly auditHeadsFile?: string | undefined;
  readonly name?: string;
};

/** More than the lab has servers, so that a port rests before it is somebody else's. */
export const relayPortCount = 20;

/** Starts one broker of the site. In the lab it reads power every three seconds, and hardware that nobody looks at every thirty. */
export function startBrokerService(options: BrokerOptions): Promise<Service> {
  const { keys, guacd, gatewayPort, opsPort, name = 'broker-1' } = options;
  return startService({
    name,
    // As `npm start -w apps/broker` has it: a smaller nursery holds some 40 MB less, at no cost that was measured.
    args: ['--max-semi-space-size=2', path.join(folder, 'src/main.ts')],
    cwd: folder,
    readyUrl: `http://127.0.0.1:${opsPort}/readyz`,
    stateDir: options.stateDir,
    signal: options.signal,
    env: {
      NODE_ENV: 'production',
      DATABASE_URL: options.databaseUrl,
      POSTERN_SITE: options.site,
      POSTERN_BROKER_NAME: name,
      POSTERN_SITE_KEY_FILE: keys.siteKey,
      POSTERN_PORTAL_PUBLIC_KEY_FILE: keys.portalPublicKey,
      POSTERN_GATEWAY_HOST: '127.0.0.1',
      POSTERN_GATEWAY_PORT: String(gatewayPort),
      POSTERN_CONSOLE_URL: `ws://localhost:${gatewayPort}/console`,
      POSTERN_RELAY_HOST: '127.0.0.1',
      POSTERN_RELAY_PUBLIC_HOST: '127.0.0.1',
      POSTERN_RELAY_PORTS: `${options.relayBase}-${options.relayBase + relayPortCount - 1}`,
      POSTERN_OPS_HOST: '127.0.0.1',
      POSTERN_OPS_PORT: String(opsPort),
      POSTERN_ALLOWED_ORIGINS: options.origins.join(','),
      POSTERN_GUACD: guacd === undefined ? '' : `${guacd.host}:${guacd.port}`,
      POSTERN_JOURNAL_FOLDER: path.join(options.stateDir, 'journal'),
      POSTERN_POWER_SWEEP_SECONDS: '3',
      POSTERN_AUDIT_HEADS_FILE: options.auditHeadsFile ?? '',
      POSTERN_HARDWARE_SECONDS: '30',
    },
  });
}
