const mostBytes = 256 * 1024;

/** Why a request that may change something is not taken; `null`: it is. */
export interface RequestRefusal {
  readonly status: 403 | 411 | 413 | 415;
  readonly message: string;
}

/**
 * A page of another site can make a browser send our cookie, but not with JSON and our own Origin. Reads (GET) change
 * nothing and are kept from other sites by the browser's same-origin policy.
 */
export function refuseForeignRequest(request: Request, ownOrigin: string): RequestRefusal | null {
  const site = request.headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin' && site !== 'none') return foreign;
  if (request.method === 'GET') return null;
  if (request.headers.get('origin') !== ownOrigin) return foreign;
  if (!/^application\/json(\s*;|$)/i.test(request.headers.get('content-type') ?? '')) {
    return { status: 415, message: 'Only JSON is taken here.' };
  }
  const length = request.headers.get('content-length');
  if (length === null || !/^\d+$/.test(length)) return { status: 411, message: 'The length is needed.' };
  return Number(length) > mostBytes ? { status: 413, message: 'The request is too large.' } : null;
}

const foreign: RequestRefusal = { status: 403, message: 'The request came from another site.' };
