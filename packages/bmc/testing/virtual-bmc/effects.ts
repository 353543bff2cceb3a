/** What a BMC was asked and what came of it, so that a test can say "exactly one reset". */
export interface Effects {
  /** Commands that reached the BMC authentically, by name, retries included. */
  readonly received: Map<string, number>;
  /** Commands that were carried out with completion code 00. */
  readonly performed: Map<string, number>;
  readonly logins: LoginCounts;
  sessionsOpened: number;
  sessionsEnded: number;
  /** Datagrams as they reached the socket, before any fault. */
  datagramsReceived: number;
  reboots: number;
}

export interface LoginCounts {
  /** RAKP message 1 with a name. */
  attempts: number;
  accepted: number;
  refusedNames: number;
  /** RAKP message 3 that proved the wrong password. A careful client gives up before and sends none. */
  refusedPasswords: number;
  /** Handshakes in which the console said that our proof was wrong: it has another password. */
  rejectedByConsole: number;
}

export function createEffects(): Effects {
  return {
    received: new Map(),
    performed: new Map(),
    logins: { attempts: 0, accepted: 0, refusedNames: 0, refusedPasswords: 0, rejectedByConsole: 0 },
    sessionsOpened: 0,
    sessionsEnded: 0,
    datagramsReceived: 0,
    reboots: 0,
  };
}

export function countOne(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
