import { authorize, type Permission } from '@postern/domain';
import { initTRPC, TRPCError } from '@trpc/server';
import superjson from 'superjson';
import type { RequestContext } from './context.ts';
import { describeError, refusalError } from './errors.ts';

/** A stream that says nothing is closed by proxies: a comment keeps it open, and its absence tells the browser. */
const streamPingMs = 10_000;

const t = initTRPC.context<RequestContext>().create({
  transformer: superjson,
  // Stacks never leave the process, whatever NODE_ENV says.
  isDev: false,
  errorFormatter: ({ shape, error }) => {
    const { message, ...data } = describeError(error);
    return { ...shape, message, data: { ...shape.data, ...data } };
  },
  sse: {
    ping: { enabled: true, intervalMs: streamPingMs },
    client: { reconnectAfterInactivityMs: 2.5 * streamPingMs },
  },
});

export const { router, createCallerFactory } = t;

/** Only for those who are signed in, by the database, at this request. */
export const signedIn = t.procedure.use(async ({ ctx, next }) => {
  const viewer = await ctx.findViewer();
  if (viewer === null) throw new TRPCError({ code: 'UNAUTHORIZED' });
  return next({ ctx: { portal: ctx.portal, sourceAddress: ctx.sourceAddress, viewer } });
});

/**
 * Only for roles that hold `permission`. It is asked before anything is looked up, so that a refused role gets the same
 * answer for every id; whose the thing is, is asked after by reading it through the viewer's scope.
 */
export function permitted(permission: Permission) {
  return signedIn.use(({ ctx, next }) => {
    if (!authorize(ctx.viewer, permission).allowed) throw refusalError({ reason: 'not-permitted' });
    return next();
  });
}
