export { createDatabase, type Database, type Tx } from './client.ts';
export { type Prisma, PrismaClient } from './generated/client.ts';
export { applyMigrations } from './migrate/apply.ts';
