/** The other end of `swarm.ts`: many virtual BMCs in one process, some of which fall silent when told to. */
import { createVirtualBmc, type VirtualBmc } from '../testing/index.ts';

const count = Number(process.argv[2]);
const users = [{ slot: 2, name: 'admin', password: 'admin-pass-01', privilege: 'administrator' }] as const;
const bmcs: VirtualBmc[] = [];
const before = process.memoryUsage.rss();
for (let index = 0; index < count; index++) bmcs.push(await createVirtualBmc({ users, initialPower: 'on' }));
const each = (process.memoryUsage.rss() - before) / count / 1024;
console.log(`${count} virtual BMCs in one process, ${each.toFixed(0)} KB each`);
process.on('message', ({ silent }: { readonly silent: number }) => {
  bmcs.forEach((bmc, index) => {
    bmc.faults.hang = index < silent;
  });
  process.send?.('ready');
});
process.send?.(bmcs.map(({ port }) => port));
