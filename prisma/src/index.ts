export { appendAuditEvent } from './audit/append-audit-event.ts';
export { verifyAuditChain } from './audit/verify-audit-chain.ts';
export { type LoginVerdict, loginAllowed } from './bmc/login-allowed.ts';
export { type BmcForWork, readBmcForWork } from './bmc/read-bmc-for-work.ts';
export { recordCipherSuite } from './bmc/record-cipher-suite.ts';
export { recordLoginFailure } from './bmc/record-login-failure.ts';
export { recordBootReading } from './boot/record-boot-reading.ts';
export { heartbeat } from './brokers/heartbeat.ts';
export { registerBroker } from './brokers/register-broker.ts';
export { createDatabase, type Database, type Tx } from './client.ts';
export {
  type AbandonedConsole,
  closeAbandonedConsoles,
} from './console-sessions/close-abandoned-consoles.ts';
export { moveConsoleDeadline } from './console-sessions/move-console-deadline.ts';
export {
  type ConsoleFacts,
  type ConsoleSubject,
  readConsoleFacts,
} from './console-sessions/read-console-facts.ts';
export { recordClosedConsole } from './console-sessions/record-closed-console.ts';
export { recordOpenedConsole } from './console-sessions/record-opened-console.ts';
export {
  redeemConsoleTicket,
  type TicketClaims,
  type TicketRedemption,
} from './console-tickets/redeem-console-ticket.ts';
export { databaseNow } from './database-now.ts';
export { type Prisma, PrismaClient } from './generated/client.ts';
export { assertLease } from './leases/assert-lease.ts';
export { LeaseLostError } from './leases/lease-lost-error.ts';
export { releaseLease } from './leases/release-lease.ts';
export { renewLease } from './leases/renew-lease.ts';
export { type LeaseHold, takeLease } from './leases/take-lease.ts';
export { type Listener, listen } from './listen.ts';
export { applyMigrations } from './migrate/apply.ts';
export { recordPowerFailure } from './power/record-power-failure.ts';
export { recordPowerReading } from './power/record-power-reading.ts';
export { type BmcOfSite, listBmcsOfSite } from './servers/list-bmcs-of-site.ts';
export { claimSiteKey } from './sites/claim-site-key.ts';
export { readSite } from './sites/read-site.ts';
