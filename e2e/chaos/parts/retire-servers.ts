import type { TestServer, TestSite } from '../../../apps/broker/test/support/site.ts';

/** Out of the way: each broker that starts looks at every BMC of its site. */
export async function retireServers(site: TestSite, servers: readonly TestServer[]): Promise<void> {
  const attic = await site.owner.client.site.upsert({
    where: { slug: 'attic' },
    create: { slug: 'attic', name: 'Attic' },
    update: {},
  });
  await site.owner.client.server.updateMany({
    where: { id: { in: servers.map(({ serverId }) => serverId) } },
    data: { siteId: attic.id },
  });
  for (const { bmc } of servers) await bmc.close();
}
