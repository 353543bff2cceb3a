/** Health, readiness and metrics, on a port of their own that is never public. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';

export interface OpsServer {
  readonly port: number;
  close(): Promise<void>;
}

export interface OpsServerDeps {
  readonly host: string;
  readonly port: number;
  readonly registry: Registry;
  /** Registered, and the database answers. */
  readonly isReady: () => Promise<boolean>;
}

export async function startOpsServer({ host, port, registry, isReady }: OpsServerDeps): Promise<OpsServer> {
  async function answer(path: string): Promise<{ status: number; type: string; body: string }> {
    switch (path) {
      case '/healthz':
        return json(200, { status: 'ok' });
      case '/readyz': {
        const ready = await isReady().catch(() => false);
        return ready ? json(200, { status: 'ready' }) : json(503, { status: 'not-ready' });
      }
      case '/metrics':
        return { status: 200, type: registry.contentType, body: await registry.metrics() };
      default:
        return json(404, { status: 'not-found' });
    }
  }

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://ops');
    const wanted =
      request.method === 'GET' ? answer(pathname) : Promise.resolve(json(405, { status: 'get-only' }));
    void wanted
      .catch(() => json(500, { status: 'failed' }))
      .then(({ status, type, body }) => response.writeHead(status, { 'content-type': type }).end(body));
  });
  server.listen(port, host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function json(status: number, body: object) {
  return { status, type: 'application/json', body: JSON.stringify(body) };
}
