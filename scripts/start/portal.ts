import path from 'node:path';
import type { KeyFiles } from './keys.ts';
import { type Service, startService } from './service.ts';

/** Where the portal lives in the repository. */
export const portalFolder = path.resolve(import.meta.dirname, '../../apps/portal');
/** Next's command line, started directly: through npx its server would outlive the one we started. */
export const nextProgram = path.resolve(import.meta.dirname, '../../node_modules/next/dist/bin/next');

export type PortalOptions = {
  readonly signal?: AbortSignal | undefined;
  readonly stateDir: string;
  readonly databaseUrl: string;
  readonly keys: KeyFiles;
  readonly port: number;
  /** `development` compiles pages as they are asked for; `production` needs a build. */
  readonly mode: 'production' | 'development';
};

/** The address at which people reach a portal on this port of this machine. */
export function portalUrl(port: number): string {
  return `http://localhost:${port}`;
}

export function startPortalService(options: PortalOptions): Promise<Service> {
  const { keys, port, mode } = options;
  return startService({
    name: 'portal',
    args: [nextProgram, mode === 'production' ? 'start' : 'dev', '-H', '127.0.0.1', '-p', String(port)],
    cwd: portalFolder,
    readyUrl: `http://127.0.0.1:${port}/api/health`,
    stateDir: options.stateDir,
    signal: options.signal,
    env: {
      NODE_ENV: mode,
      NEXT_TELEMETRY_DISABLED: '1',
      DATABASE_URL: options.databaseUrl,
      NEXTAUTH_URL: portalUrl(port),
      NEXTAUTH_SECRET_FILE: keys.nextAuthSecret,
      POSTERN_PORTAL_KEY_FILE: keys.portalKey,
    },
  });
}
