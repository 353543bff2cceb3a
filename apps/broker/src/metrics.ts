import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export type BrokerMetrics = ReturnType<typeof createMetrics>;

const seconds = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 3600];

/** The broker's own registry: nothing is shared between two brokers of one process (tests). */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  let sweptAt: number | undefined;
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    grants: new Gauge({
      name: 'postern_grants',
      help: 'Grants of this site by state.',
      labelNames: ['state'],
      registers,
    }),
    overdueRevocations: new Gauge({
      name: 'postern_overdue_revocations',
      help: 'Grants whose account is not proven gone two minutes after their end.',
      registers,
    }),
    pagingRevocations: new Gauge({
      name: 'postern_paging_revocations',
      help: 'Grants whose account is not proven gone ten minutes after their end: somebody has to be called.',
      registers,
    }),
    provisioningSeconds: new Histogram({
      name: 'postern_provisioning_seconds',
      help: 'From the request of a grant to its proven account.',
      buckets: seconds,
      registers,
    }),
    revocationLatenessSeconds: new Histogram({
      name: 'postern_revocation_lateness_seconds',
      help: "From a grant's end to the proof that its account is gone.",
      buckets: seconds,
      registers,
    }),
    revocationAttempts: new Counter({
      name: 'postern_revocation_attempts_total',
      help: 'Attempts to remove an account, by result.',
      labelNames: ['result'],
      registers,
    }),
    bmcErrors: new Counter({
      name: 'postern_bmc_errors_total',
      help: 'Failed BMC calls by code.',
      labelNames: ['code'],
      registers,
    }),
    actions: new Counter({
      name: 'postern_actions_total',
      help: 'Finished actions by kind and state.',
      labelNames: ['kind', 'state'],
      registers,
    }),
    leaseConflicts: new Counter({
      name: 'postern_lease_conflicts_total',
      help: 'Times that another broker held the lease of a BMC.',
      registers,
    }),
    leasesLost: new Counter({
      name: 'postern_leases_lost_total',
      help: 'Times that another broker took over in the middle of work.',
      registers,
    }),
    loginFreezes: new Counter({
      name: 'postern_login_freezes_total',
      help: 'Times that logins to a BMC were paused after refusals.',
      registers,
    }),
    sweepAgeSeconds: new Gauge({
      name: 'postern_sweep_age_seconds',
      help: 'Seconds since the last complete power sweep.',
      registers,
      collect() {
        if (sweptAt !== undefined) this.set((performance.now() - sweptAt) / 1_000);
      },
    }),
    sweepFinished() {
      sweptAt = performance.now();
    },
    sweepSeconds: new Histogram({
      name: 'postern_sweep_seconds',
      help: 'Duration of one power sweep over all BMCs of the site.',
      buckets: seconds,
      registers,
    }),
    hardwareReadings: new Counter({
      name: 'postern_hardware_readings_total',
      help: 'Readings of inventory, sensors and event logs by part and result.',
      labelNames: ['part', 'result'],
      registers,
    }),
    foreignAccounts: new Gauge({
      name: 'postern_foreign_accounts',
      help: 'BMC users that neither Postern made nor its own login uses.',
      registers,
    }),
    foreignAccountsToJudge: new Gauge({
      name: 'postern_foreign_accounts_to_judge',
      help: 'Foreign BMC users that nobody has adopted or ignored.',
      registers,
    }),
    bmcUsers: new Gauge({
      name: 'postern_bmc_users',
      help: 'Users on a BMC when it was last read, by whose they are: ours or foreign.',
      labelNames: ['server', 'whose'],
      registers,
    }),
    bmcUserPlaces: new Gauge({
      name: 'postern_bmc_free_user_slots',
      help: 'User slots of a BMC that an account could still be made in.',
      labelNames: ['server'],
      registers,
    }),
    nearlyFullTables: new Gauge({
      name: 'postern_bmc_user_tables_nearly_full',
      help: 'BMCs with room for one more account, or none.',
      registers,
    }),
    missingAccounts: new Gauge({
      name: 'postern_missing_accounts',
      help: 'Accounts of active grants that their BMC no longer has.',
      registers,
    }),
    orphansRemoved: new Counter({
      name: 'postern_orphan_accounts_removed_total',
      help: 'Accounts of our form without a live grant that were removed.',
      registers,
    }),
    taskErrors: new Counter({
      name: 'postern_task_errors_total',
      help: 'Runs of a task that ended with an unexpected error.',
      labelNames: ['task'],
      registers,
    }),
    observing: new Gauge({
      name: 'postern_observing',
      help: '1 while nothing is written to the BMCs of this site until an admin confirms it.',
      registers,
    }),
    databaseAwaySeconds: new Gauge({
      name: 'postern_database_away_seconds',
      help: 'For how long the database has not taken what this broker has to record.',
      registers,
    }),
    awayRevocations: new Counter({
      name: 'postern_away_revocations_total',
      help: 'Attempts to remove an account while the database was away, by result.',
      labelNames: ['result'],
      registers,
    }),
    journalAccounts: new Gauge({
      name: 'postern_journal_accounts',
      help: 'Live accounts that this broker could revoke without the database.',
      registers,
    }),
    journalUnrecorded: new Gauge({
      name: 'postern_journal_unrecorded',
      help: 'Revocations in the journal that the database does not know yet.',
      registers,
    }),
    breakGlassUses: new Counter({
      name: 'postern_break_glass_uses_total',
      help: 'Uses of the break-glass command on this host.',
      registers,
    }),
    clockOff: new Gauge({
      name: 'postern_clock_off',
      help: "1 while this host's clock is so far from the database's that it counts as wrong.",
      registers,
    }),
    clockOffsetSeconds: new Gauge({
      name: 'postern_clock_offset_seconds',
      help: "This host's clock minus the database's.",
      registers,
    }),
  };
}
