// The library has one default export; its published types describe named ones.
import * as loaded from 'guacamole-common-js';

export const Guacamole = (loaded as unknown as { readonly default: typeof loaded }).default;
