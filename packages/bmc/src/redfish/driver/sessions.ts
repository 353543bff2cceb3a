import type { NamedSession, SessionsEnded } from '../../capabilities.ts';
import { BmcError } from '../../errors.ts';
import { linkAt, textAt } from '../http/json.ts';
import { pathOf } from '../http/redfish-client.ts';
import type { RedfishService } from './service.ts';

interface SessionResource extends NamedSession {
  readonly path: string;
}

/** Login sessions of the web and of Redfish. Consoles and IPMI sessions stand here on few BMCs only. */
export async function listSessions(service: RedfishService): Promise<readonly SessionResource[]> {
  const { client } = service;
  const link = linkAt(client.root, 'Links', 'Sessions');
  const sessions: SessionResource[] = [];
  for (const path of await client.members(
    link === undefined ? '/redfish/v1/SessionService/Sessions' : pathOf(link),
  )) {
    const found = await orGone(client.get(path));
    if (found === undefined) continue;
    sessions.push({
      path,
      id: path.slice(path.lastIndexOf('/') + 1),
      username: textAt(found.body, 'UserName') ?? '',
      remoteAddress: textAt(found.body, 'ClientOriginIPAddress'),
    });
  }
  return sessions;
}

/** What is counted is what is listed afterwards, not what the BMC said. */
export async function endSessionsOf(service: RedfishService, username: string): Promise<SessionsEnded> {
  const before = (await listSessions(service)).filter((session) => session.username === username);
  for (const { path } of before) await orGone(service.client.delete(path));
  if (before.length === 0) return { ended: 0, remaining: 0, told: true };
  const after = await listSessions(service);
  const remaining = after.filter((session) => session.username === username).length;
  return { ended: Math.max(0, before.length - remaining), remaining, told: true };
}

/** A session may end between being listed and being looked at; others are refused to us. */
async function orGone<T>(reply: Promise<T>): Promise<T | undefined> {
  try {
    return await reply;
  } catch (error) {
    if (error instanceof BmcError && error.httpStatus !== undefined) return undefined;
    throw error;
  }
}
