import type { ServiceReply } from './reply.ts';
import type { RedfishService, RedfishSession } from './service.ts';

export interface RouteRequest {
  readonly service: RedfishService;
  readonly path: string;
  /** Parts of the path that the pattern names with `:`. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  readonly ifMatch: string | undefined;
  /** Absent on the routes that need no login. */
  readonly session: RedfishSession | undefined;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** e.g. `/redfish/v1/Systems/:system` */
  readonly pattern: string;
  /** Least role; `none` needs no login. */
  readonly role: 'none' | 'ReadOnly' | 'Operator' | 'Administrator';
  run(request: RouteRequest): ServiceReply;
}

/** The parameters of a path that fits; `undefined` for one that does not. */
export function matchPattern(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/').filter((part) => part !== '');
  const given = path.split('/').filter((part) => part !== '');
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = decodeURIComponent(given[index] ?? '');
    if (part.startsWith(':')) params[part.slice(1)] = value;
    else if (part !== value) return undefined;
  }
  return params;
}
