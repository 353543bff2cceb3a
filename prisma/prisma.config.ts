import path from 'node:path';
import { defineConfig } from 'prisma/config';

// Prisma's own engine is a download; ours is the same engine from the registry, compiled to WebAssembly.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= path.join(import.meta.dirname, 'src/migrate/schema-engine.mjs');

export default defineConfig({
  schema: 'schema.prisma',
  migrations: { path: 'migrations' },
  ...(process.env.DATABASE_URL === undefined ? {} : { datasource: { url: process.env.DATABASE_URL } }),
});
