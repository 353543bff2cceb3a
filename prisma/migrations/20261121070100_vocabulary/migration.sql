-- Every column that holds one word of a list takes no other word. The lists stand in packages/domain; a test
-- compares them. Reasons and types that grow often (close_reason, audit type) are held to their form only.

alter table app_user
  add constraint role_is_known check (role in ('tenant', 'support', 'admin'));

alter table site
  add constraint account_privilege_is_known check (account_privilege in ('operator', 'administrator'));

alter table bmc
  add constraint protocol_is_known check (protocol in ('ipmi')),
  add constraint cipher_suite_is_strong check (cipher_suite in (3, 17)),
  add constraint screen_protocol_is_known check (screen_protocol in ('none', 'vnc'));

alter table bmc_secret
  add constraint kind_is_known check (kind in ('login', 'screen'));

alter table power_reading
  add constraint state_is_known check (state in ('on', 'off', 'unknown'));

alter table boot_reading
  add constraint device_is_known check (device in ('none', 'disk', 'pxe', 'cd', 'bios-setup')),
  add constraint firmware_is_known check (firmware in ('legacy', 'uefi'));

alter table access_grant
  add constraint privilege_is_known check (privilege in ('operator', 'administrator')),
  add constraint end_cause_is_known check (end_cause in (
    'expired', 'ended-by-tenant', 'revoked-by-staff', 'organisation-suspended', 'user-disabled',
    'server-reassigned', 'provisioning-failed')),
  add constraint step_is_known check (step in (
    'reserving', 'writing', 'checking',
    'disable', 'remove-privilege', 'scramble-password', 'blank-name', 'end-sessions', 'read-back',
    'refused-login'));

alter table account
  add constraint privilege_is_known check (privilege in ('operator', 'administrator'));

alter table action
  add constraint kind_is_known check (kind in ('power', 'boot', 'bmc-test'));

alter table console_ticket
  add constraint kind_is_known check (kind in ('screen', 'serial'));

alter table console_session
  add constraint kind_is_known check (kind in ('screen', 'serial')),
  add constraint engine_is_known check (engine in ('guacd', 'rfb', 'serial')),
  add constraint close_reason_is_a_name check (close_reason ~ '^[a-z]+(-[a-z]+)*$');

alter table audit_event
  add constraint type_is_a_name check (type ~ '^[a-z]+\.[a-z]+(-[a-z]+)*$'),
  add constraint outcome_is_known check (outcome in ('ok', 'refused', 'failed')),
  add constraint actor_kind_is_known check (actor_kind in ('user', 'broker', 'anonymous'));
