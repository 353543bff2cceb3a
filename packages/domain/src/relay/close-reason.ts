/** Why a relay carries nothing any more. After the last three the grant may still be active: it is opened again. */
export const relayCloseReasons = [
  'grant-expired',
  'grant-ended',
  'grant-revoked',
  'broker-stopping',
  /** Its broker died; another one closed the row. */
  'broker-gone',
  /** The database was away for so long that nobody could say whether access still stands. */
  'unconfirmed',
] as const;
export type RelayCloseReason = (typeof relayCloseReasons)[number];
