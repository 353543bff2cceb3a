/** Why a console closed. The code travels in the WebSocket close frame; people read the sentence. */
export const consoleCloseReasons = {
  'viewer-left': { code: 1000, sentence: 'You closed the console.', reconnect: true },
  'grant-expired': { code: 4001, sentence: 'Your access time is over.', reconnect: false },
  'grant-ended': { code: 4002, sentence: 'Access was ended by its owner.', reconnect: false },
  'grant-revoked': { code: 4003, sentence: 'Support ended this access.', reconnect: false },
  'ticket-refused': {
    code: 4004,
    sentence: 'This console link was used already or is too old.',
    reconnect: true,
  },
  'origin-refused': {
    code: 4005,
    sentence: 'The console was opened from an address that is not allowed.',
    reconnect: false,
  },
  'target-unreachable': { code: 4006, sentence: "The server's screen does not answer.", reconnect: true },
  'target-closed': { code: 4007, sentence: "The server's screen closed the connection.", reconnect: true },
  'target-misbehaved': {
    code: 4008,
    sentence: "The server's screen sent something that makes no sense.",
    reconnect: true,
  },
  'target-login-refused': {
    code: 4009,
    sentence: "The server's screen refused our password. Support has to correct it.",
    reconnect: false,
  },
  'viewer-misbehaved': {
    code: 4010,
    sentence: 'The viewer sent something that is not allowed.',
    reconnect: true,
  },
  'viewer-stalled': { code: 4011, sentence: 'The viewer stopped reading.', reconnect: true },
  'engine-unavailable': {
    code: 4012,
    sentence: 'No console engine is available on this site right now.',
    reconnect: true,
  },
  'serial-busy': {
    code: 4013,
    sentence: 'Somebody else is using the serial console of this server.',
    reconnect: true,
  },
  'broker-stopping': { code: 4014, sentence: 'The console service is restarting.', reconnect: true },
  'server-handed-over': {
    code: 4020,
    sentence: 'The server is being handed over; every console of before was closed.',
    reconnect: false,
  },
  'viewer-signed-out': { code: 4015, sentence: 'You were signed out.', reconnect: false },
} as const satisfies Record<string, { code: number; sentence: string; reconnect: boolean }>;

export type ConsoleCloseReason = keyof typeof consoleCloseReasons;

/** Finds the reason for a WebSocket close code; `undefined` for codes that are not ours (network trouble). */
export function closeReasonOfCode(code: number): ConsoleCloseReason | undefined {
  const names = Object.keys(consoleCloseReasons) as ConsoleCloseReason[];
  return names.find((name) => consoleCloseReasons[name].code === code);
}
