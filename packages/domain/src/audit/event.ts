/** What an audit event can be about. Names are stable: filters, exports and people's scripts rely on them. */
export const auditEventTypes = [
  'grant.requested',
  'grant.approved',
  'grant.declined',
  'grant.denied',
  'grant.provisioning-started',
  'grant.activated',
  'grant.provisioning-failed',
  'grant.extended',
  'grant.grace-requested',
  'grant.grace-started',
  'grant.review-due',
  'grant.review-confirmed',
  'grant.end-requested',
  'grant.expired',
  'grant.revocation-overdue',
  'grant.revocation-page',
  'grant.revoked',
  'grant.password-revealed',
  'grant.source-moved',
  'relay.opened',
  'relay.closed',
  'account.reserved',
  'account.orphan-removed',
  'account.foreign-found',
  'account.foreign-changed',
  'account.adopted',
  'account.ignored',
  'account.removed',
  'account.appeared-during-grant',
  'account.finding-seen',
  'action.requested',
  'action.finished',
  'console.ticket-issued',
  'console.opened',
  'console.closed',
  'console.refused',
  'user.signed-in',
  'user.sign-in-refused',
  'user.signed-out',
  'user.sessions-ended',
  'user.password-changed',
  'user.proof-refused',
  'user.second-factor-added',
  'user.second-factor-removed',
  'user.recovery-code-used',
  'user.created',
  'user.disabled',
  'user.enabled',
  'organisation.created',
  'organisation.suspended',
  'organisation.resumed',
  'organisation.policy-changed',
  'server.created',
  'server.updated',
  'server.reassigned',
  'server.policy-changed',
  'access.blocked',
  'access.unblocked',
  'server.handed-over',
  'server.hand-over-requested',
  'server.hand-over-overridden',
  'bmc.created',
  'bmc.updated',
  'bmc.credential-replaced',
  'bmc.login-frozen',
  'bmc.certificate-changed',
  'bmc.certificate-accepted',
  'bmc.rotation-started',
  'bmc.credential-rotated',
  'bmc.rotation-failed',
  'site.created',
  'site.policy-changed',
  'site.rotation-scheduled',
  'site.access-path-changed',
  'site.help-changed',
  'site.observation-begun',
  'site.observation-confirmed',
  'broker.break-glass-used',
  'audit.verified',
  'audit.exported',
] as const;
export type AuditEventType = (typeof auditEventTypes)[number];

export type AuditActor =
  | { readonly kind: 'user'; readonly id: string; readonly name: string }
  | { readonly kind: 'broker'; readonly id: string; readonly name: string }
  | { readonly kind: 'anonymous'; readonly name: string };

/** One line of the audit log before it is chained. `details` holds ids and facts, never secrets. */
export interface AuditEvent {
  readonly type: AuditEventType;
  readonly actor: AuditActor;
  readonly outcome: 'ok' | 'refused' | 'failed';
  readonly sourceAddress?: string | undefined;
  /** The tenant that may see this line. */
  readonly organisationId?: string | undefined;
  readonly serverId?: string | undefined;
  readonly grantId?: string | undefined;
  readonly details?: Readonly<Record<string, string | number | boolean | null>> | undefined;
}
