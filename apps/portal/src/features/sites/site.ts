import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '../../server/trpc/router.ts';

type Outputs = inferRouterOutputs<AppRouter>;
export type Site = Outputs['sites']['list']['items'][number];
export type Broker = Outputs['brokers']['list']['items'][number];
