export type * from './capabilities.ts';
export { BmcError, type BmcErrorCode, type BmcErrorOptions, type Outcome } from './errors.ts';
export { Secret } from './secret.ts';
