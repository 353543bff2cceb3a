import { expect, test } from 'vitest';
import { createLogger } from '../log.ts';
import type { Portal } from '../portal.ts';
import { nextAuthOptions } from './next-auth-options.ts';

function portalWithBrokenDatabase(origin: string): { portal: Portal; lines: string[] } {
  const lines: string[] = [];
  const transaction = () => Promise.reject(new Error("can't reach database server at 10.1.2.3:5432"));
  const log = createLogger('info', { write: (line: string) => void lines.push(line) });
  const portal = { origin, sessionSecret: 's', db: { transaction }, log } as unknown as Portal;
  return { portal, lines };
}

/** What next-auth calls with the form; its own type knows the provider as one of many. */
interface WithAuthorize {
  readonly options: { authorize(input: unknown): Promise<unknown> };
}

test('a fault inside is told to the browser as one word, and to the log as it was', async () => {
  const { portal, lines } = portalWithBrokenDatabase('https://portal.example');
  const [provider] = nextAuthOptions(portal, new Headers()).providers as unknown as WithAuthorize[];
  const attempt = provider?.options.authorize({ email: 'ana@acme.test', password: 'hunter2' });
  await expect(attempt).rejects.toThrow(/^unavailable$/);
  expect(lines.join()).toContain('10.1.2.3');
  expect(lines.join()).not.toContain('hunter2');
});

test('the cookie is for this host alone, by https only, and no script reads it', () => {
  const { portal } = portalWithBrokenDatabase('https://portal.example');
  expect(nextAuthOptions(portal, new Headers()).cookies?.sessionToken).toEqual({
    name: '__Host-postern.session',
    options: { httpOnly: true, sameSite: 'lax', path: '/', secure: true },
  });
});
