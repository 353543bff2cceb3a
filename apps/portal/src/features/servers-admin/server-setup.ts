import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '../../server/trpc/router.ts';

/** A server with its BMC, as the list of an admin has it. */
export type ServerSetup = inferRouterOutputs<AppRouter>['bmcs']['list']['items'][number];
