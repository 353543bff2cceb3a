export { EmbeddedPostgresError } from './errors.ts';
export { type EmbeddedPostgres, type EmbeddedPostgresOptions, startEmbeddedPostgres } from './start.ts';
export { canReach, type UnixUser, unprivilegedUser } from './unprivileged-user.ts';
