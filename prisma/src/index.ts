export { clearTaint } from './accounts/clear-taint.ts';
export { type KnownAccount, listKnownAccounts } from './accounts/list-known-accounts.ts';
export { listTakenSlots } from './accounts/list-taken-slots.ts';
export { readSealedAccount, type SealedAccount } from './accounts/read-sealed-account.ts';
export { reserveAccount } from './accounts/reserve-account.ts';
export {
  keepUserSnapshot,
  listUncomparedSnapshots,
  listUnseenFindings,
  markFindingsSeen,
  recordComparison,
  type SnapshotFindings,
} from './accounts/user-snapshots.ts';
export { wasPasswordProven } from './accounts/was-password-proven.ts';
export { type ActionToRun, type ClaimedAction, claimAction } from './actions/claim-action.ts';
export { finishAction } from './actions/finish-action.ts';
export { type ActionInsertion, insertAction, type NewAction } from './actions/insert-action.ts';
export { markActionSent } from './actions/mark-action-sent.ts';
export {
  countActionsOfKind,
  countActionsRequested,
  listActions,
  readAction,
} from './actions/read-actions.ts';
export { recordActionProgress } from './actions/record-action-progress.ts';
export { recoverAbandonedActions } from './actions/recover-abandoned-actions.ts';
export { releaseActionClaim } from './actions/release-action-claim.ts';
export { renewActionClaim } from './actions/renew-action-claim.ts';
export { transitionAction } from './actions/transition-action.ts';
export { appendAuditEvent } from './audit/append-audit-event.ts';
export { findRewrittenHead } from './audit/find-rewritten-head.ts';
export { type AuditFilter, type AuditRow, listAuditEvents } from './audit/list-audit-events.ts';
export { readAuditHead } from './audit/read-audit-head.ts';
export { verifyAuditChain } from './audit/verify-audit-chain.ts';
export { readBlocked } from './blocks/read-blocked.ts';
export { type Blocked, clearBlock, setBlock } from './blocks/write-block.ts';
export { countLoginFailures } from './bmc/count-login-failures.ts';
export { type LoginVerdict, loginAllowed } from './bmc/login-allowed.ts';
export {
  forgetLogin,
  holdPendingLogin,
  markPendingLoginSent,
  queueDueRotations,
  swapPendingLogin,
} from './bmc/pending-login.ts';
export { pinCertificate } from './bmc/pin-certificate.ts';
export { type BmcSecretKind, listBmcSecrets, putBmcSecret } from './bmc/put-bmc-secret.ts';
export { type BmcForWork, readBmcForWork } from './bmc/read-bmc-for-work.ts';
export { recordCertificate } from './bmc/record-certificate.ts';
export { recordCipherSuite } from './bmc/record-cipher-suite.ts';
export { recordLoginFailure, refusalsUntilFrozen } from './bmc/record-login-failure.ts';
export { recordPosture, recordProfile } from './bmc/record-profile.ts';
export { type BmcFacts, writeBmc } from './bmc/write-bmc.ts';
export { type BmcUserCounts, countBmcUsers } from './bmc-users/count-bmc-users.ts';
export { judgeBmcUser } from './bmc-users/judge-bmc-user.ts';
export {
  type BmcUserRow,
  listBmcUsers,
  readUserTableCount,
  type UserTableCount,
} from './bmc-users/list-bmc-users.ts';
export { type BmcUserAt, readBmcUser } from './bmc-users/read-bmc-user.ts';
export { type ForeignFinding, recordBmcUsers, type SeenUserTable } from './bmc-users/record-bmc-users.ts';
export { recordBootReading } from './boot/record-boot-reading.ts';
export { heartbeat } from './brokers/heartbeat.ts';
export {
  type BrokerOverview,
  brokerGoneAfterSeconds,
  chooseConsoleBroker,
  listBrokers,
  siteClocksAreOff,
  sitesWithBroker,
} from './brokers/list-brokers.ts';
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
  countTicketsIssued,
  issueConsoleTicket,
  type NewConsoleTicket,
} from './console-tickets/issue-console-ticket.ts';
export {
  redeemConsoleTicket,
  type TicketClaims,
  type TicketRedemption,
} from './console-tickets/redeem-console-ticket.ts';
export { constraintMet } from './constraint-met.ts';
export { databaseNow } from './database-now.ts';
export { type Prisma, PrismaClient } from './generated/client.ts';
export type { AccountAtWork } from './grants/account-at-work.ts';
export { activateGrant } from './grants/activate-grant.ts';
export { askForGrace } from './grants/ask-for-grace.ts';
export { claimDueExpirations } from './grants/claim-due-expirations.ts';
export { claimGrantToProvision, type GrantToProvision } from './grants/claim-grant-to-provision.ts';
export { claimGrantsToRevoke, type GrantToRevoke } from './grants/claim-grants-to-revoke.ts';
export { confirmGrant } from './grants/confirm-grant.ts';
export { countGrantsByState, type GrantCounts } from './grants/count-grants-by-state.ts';
export { countGrantsRequested } from './grants/count-grants-requested.ts';
export { countLiveGrants } from './grants/count-live-grants.ts';
export { approveGrant, declineGrant, type GrantDecision } from './grants/decide-grant.ts';
export { denyGrant } from './grants/deny-grant.ts';
export { denyUnapprovedGrants } from './grants/deny-unapproved-grants.ts';
export { endForfeitedGrants } from './grants/end-forfeited-grants.ts';
export { type EndedGrant, endGrants, type GrantsToEnd } from './grants/end-grants.ts';
export { extendGrant } from './grants/extend-grant.ts';
export { failProvisioning } from './grants/fail-provisioning.ts';
export { finishRevocation } from './grants/finish-revocation.ts';
export { insertGrant, type NewGrant } from './grants/insert-grant.ts';
export { type GrantFilter, listGrants } from './grants/list-grants.ts';
export { type GrantSources, moveGrantSources } from './grants/move-grant-sources.ts';
export { nextDueInstant } from './grants/next-due-instant.ts';
export { type GrantWithServer, readGrant } from './grants/read-grant.ts';
export { recordRevocationAttempt } from './grants/record-revocation-attempt.ts';
export { releaseGrantClaim } from './grants/release-grant-claim.ts';
export { renewGrantClaim } from './grants/renew-grant-claim.ts';
export { reportDueReviews } from './grants/report-due-reviews.ts';
export { reportOverdueRevocations } from './grants/report-overdue-revocations.ts';
export { reportPagingRevocations } from './grants/report-paging-revocations.ts';
export { setGrantStep } from './grants/set-grant-step.ts';
export { type GrantChange, transitionGrant } from './grants/transition-grant.ts';
export { hastenHandOver, overrideHandOver } from './hand-overs/close-hand-over.ts';
export {
  countLeftBefore,
  type HandOverAtWork,
  queueDueHandOvers,
  readOpenHandOver,
  recordHandOverAttempt,
} from './hand-overs/hand-over-at-work.ts';
export { openHandOver } from './hand-overs/open-hand-over.ts';
export { type HandOverRow, readLastHandOver } from './hand-overs/read-hand-over.ts';
export {
  claimHardwareReading,
  type HardwareToRead,
  watchHardwareOfSite,
} from './hardware/claim-hardware-reading.ts';
export { finishHardwareReading } from './hardware/finish-hardware-reading.ts';
export { askForHardwareReading, noteHardwareLook } from './hardware/note-hardware-look.ts';
export {
  type HardwareEventRow,
  type HardwareReadingRow,
  listHardwareEvents,
  listRecentEvents,
  listSensorHistory,
  type RecentHardwareEvent,
  readHardwarePart,
  type SensorPoint,
} from './hardware/read-hardware.ts';
export {
  confirmEventLog,
  type EventToKeep,
  type HardwarePart,
  hardwareParts,
  recordEvents,
  recordHardwareFailure,
  recordInventory,
  recordSensorHistory,
  recordSensors,
} from './hardware/record-hardware.ts';
export {
  type AccountToJournal,
  knownAccountIds,
  listAccountsToJournal,
} from './journal/list-accounts-to-journal.ts';
export { recordBreakGlassUse } from './journal/record-break-glass-use.ts';
export {
  type JournaledRemoval,
  type RecordedAs,
  recordJournaledRemoval,
} from './journal/record-journaled-removal.ts';
export { assertLease } from './leases/assert-lease.ts';
export { keepHolds } from './leases/keep-holds.ts';
export { LeaseLostError } from './leases/lease-lost-error.ts';
export { releaseLease } from './leases/release-lease.ts';
export { renewLease } from './leases/renew-lease.ts';
export { type LeaseHold, takeLease } from './leases/take-lease.ts';
export { type Listener, listen } from './listen.ts';
export { confirmObservation } from './observation/confirm-observation.ts';
export { observeSite } from './observation/observe-site.ts';
export { listObservations, type Observation, type ObservedBmc } from './observation/read-observation.ts';
export { type KnownHead, readSiteGate, type SiteGate } from './observation/read-site-gate.ts';
export { recordObservedBmc } from './observation/record-observed-bmc.ts';
export { refuseWaitingRequests } from './observation/refuse-waiting-requests.ts';
export { listOrganisations, type OrganisationOverview } from './organisations/list-organisations.ts';
export { insertOrganisation, setOrganisationSuspended } from './organisations/write-organisation.ts';
export { findPersonForSignIn, type PersonForSignIn } from './people/find-person-for-sign-in.ts';
export { listPeople, type PersonOverview, readPerson } from './people/list-people.ts';
export { replacePassword } from './people/replace-password.ts';
export { insertPerson, setPersonDisabled } from './people/write-person.ts';
export { type PolicyOwners, policyWithin } from './policies/policy-values.ts';
export { readInheritedPolicy, readPolicyLayer, readPolicyOfServer } from './policies/read-policy.ts';
export { type PolicyOwnerId, writePolicy } from './policies/write-policy.ts';
export { recordPowerFailure } from './power/record-power-failure.ts';
export { recordPowerReading } from './power/record-power-reading.ts';
export { closeOrphanedRelays, closeRelay } from './relays/close-relay.ts';
export { openRelay, type RelayOpening } from './relays/open-relay.ts';
export { type RelayFacts, readRelayFacts } from './relays/read-relay-facts.ts';
export { type CountedRelay, recordRelayCounts } from './relays/record-relay-counts.ts';
export { readRelaySessions, recordRelaySession } from './relays/record-relay-session.ts';
export type { RelayCounts } from './relays/relay-row.ts';
export {
  readSealedSecondFactor,
  readSecondFactor,
  type SecondFactorOverview,
} from './second-factors/read-second-factor.ts';
export { spendRecoveryCode, spendStep } from './second-factors/spend-code.ts';
export { deleteSecondFactor, insertSecondFactor } from './second-factors/write-second-factor.ts';
export { type BmcOfSite, listBmcsOfSite } from './servers/list-bmcs-of-site.ts';
export {
  listServerSetups,
  type ServerSetup,
  type ServerSetupFilter,
  type SetupOrder,
  type SetupTrouble,
  setupOrders,
  setupTroubles,
} from './servers/list-server-setups.ts';
export { listServers, type ServerFilter } from './servers/list-servers.ts';
export {
  readLastOverGrant,
  readServer,
  readUnfinishedAction,
  serversWithLiveGrant,
} from './servers/read-server.ts';
export type { ActionRow, GrantRow, ServerRow } from './servers/server-row.ts';
export { insertServer, lockServer, type ServerFacts, updateServer } from './servers/write-server.ts';
export { recordSignInSuccess } from './sign-in-attempts/record-sign-in-success.ts';
export { releaseSignInAttempt } from './sign-in-attempts/release-sign-in-attempt.ts';
export { type EarlierFailures, reserveSignInAttempt } from './sign-in-attempts/reserve-sign-in-attempt.ts';
export { claimSiteKey } from './sites/claim-site-key.ts';
export { insertSite } from './sites/insert-site.ts';
export { listSites, readSiteOfServer, type SiteOverview } from './sites/list-sites.ts';
export { readSite } from './sites/read-site.ts';
export { readSiteById } from './sites/read-site-by-id.ts';
export { setRotationSchedule } from './sites/set-rotation-schedule.ts';
export { updateAccessPath } from './sites/update-access-path.ts';
export { updateSiteHelp } from './sites/update-site-help.ts';
export { type SupportHit, searchEverything } from './support/search-everything.ts';
export { type TenantScope, tenantScope } from './tenant-scope.ts';
export { listWebSessions, type WebSessionOverview } from './web-sessions/list-web-sessions.ts';
export { openWebSession } from './web-sessions/open-web-session.ts';
export { readViewer } from './web-sessions/read-viewer.ts';
export { revokeWebSessions } from './web-sessions/revoke-web-sessions.ts';
