#!/usr/bin/env node
// Prisma's CLI runs this in place of its downloaded engine binary. See schema-engine-rpc.ts.
if (!process.features.typescript) {
  console.error(
    `Node ${process.version} cannot read TypeScript: run Prisma as "npx prisma", which finds Node 24.`,
  );
  process.exit(1);
}
const { runSchemaEngine } = await import('./schema-engine-rpc.ts');
await runSchemaEngine(process.argv.slice(2));
