import type { StandingAccount } from '../parts/many-grants.ts';

export type FleetOrder =
  | {
      readonly kind: 'start';
      readonly count: number;
      /** The first so many hear everything and answer nothing. */
      readonly blackHoles: number;
      readonly seed: number;
      readonly roundTripMs: readonly [number, number];
      readonly login: { readonly name: string; readonly password: string };
    }
  | { readonly kind: 'watch'; readonly endsAtMs: number }
  | { readonly kind: 'report' };

export type FleetAnswer =
  | { readonly kind: 'started'; readonly accounts: readonly StandingAccount[] }
  /** Per BMC; null: its account still logs in. */
  | { readonly kind: 'report'; readonly goneAfterMs: readonly (number | null)[] };
