/** What goes wrong with the next matching request. */
export interface RedfishFault {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Part of the path. */
  readonly path: string;
  /** Each time when absent. */
  times?: number;
  readonly kind: /** Carried out, but the connection breaks before the answer. */
    | 'lose-answer'
    /** Not carried out, the connection breaks. */
    | 'drop'
    /** A success is reported, nothing is done. */
    | 'lie'
    /** 503 with Retry-After. */
    | 'busy'
    /** 401, although the session is valid. */
    | 'unauthorised'
    /** 400 with a message. */
    | 'refuse'
    | 'stale-etag'
    | 'truncated-json'
    | 'html'
    | 'redirect'
    /** 8 MiB of JSON. */
    | 'huge'
    /** JSON that is nested a hundred thousand times. */
    | 'deep'
    /** A few kilobytes that unpack to 64 MiB, though nobody asked for compression. */
    | 'gzip-bomb'
    /** The answer comes a byte at a time and never ends. */
    | 'trickle';
}

export interface RedfishFaults {
  /** The first that fits is used. */
  readonly requests: RedfishFault[];
  sessionsFull: boolean;
  /** Waits before each answer. */
  delayMs: number;
}

export function createRedfishFaults(): RedfishFaults {
  return { requests: [], sessionsFull: false, delayMs: 0 };
}

export function takeFault(
  faults: RedfishFaults,
  method: string,
  path: string,
): RedfishFault['kind'] | undefined {
  const index = faults.requests.findIndex((fault) => fault.method === method && path.includes(fault.path));
  const fault = faults.requests[index];
  if (fault?.times === undefined) return fault?.kind;
  fault.times -= 1;
  if (fault.times <= 0) faults.requests.splice(index, 1);
  return fault.kind;
}
