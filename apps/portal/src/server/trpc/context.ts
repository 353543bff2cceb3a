import type { Viewer } from '@postern/domain';
import type { Portal } from '../portal.ts';

/** What every procedure is given: who asks, found anew for each request, and from where. */
export interface RequestContext {
  readonly portal: Portal;
  /** The peer's address, or what a trusted proxy says it is. */
  readonly sourceAddress: string | undefined;
  /** Asks the database, once per request. `null`: not signed in, or not any more. */
  findViewer(): Promise<Viewer | null>;
}

export function createRequestContext(
  portal: Portal,
  request: { readonly sourceAddress: string | undefined; readonly findViewer: () => Promise<Viewer | null> },
): RequestContext {
  let found: Promise<Viewer | null> | undefined;
  return {
    portal,
    sourceAddress: request.sourceAddress,
    findViewer() {
      found ??= request.findViewer();
      return found;
    },
  };
}

/** The context of a procedure that only people who are signed in reach. */
export interface ViewerContext {
  readonly portal: Portal;
  readonly viewer: Viewer;
  readonly sourceAddress: string | undefined;
}
