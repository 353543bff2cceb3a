'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '../data/trpc.ts';

/** Sends power and boot operations; the server's own state then says how far they are. */
export function useOperate(serverId: string) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const settled = {
    onSettled: () => queryClient.invalidateQueries(trpc.servers.get.queryFilter({ serverId })),
  };
  return {
    power: useMutation(trpc.power.operate.mutationOptions(settled)),
    boot: useMutation(trpc.boot.write.mutationOptions(settled)),
  };
}
