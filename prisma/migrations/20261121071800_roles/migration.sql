-- What each of the two applications may do. Neither owns a table; a login becomes one of them with `-c role=`.
-- Roles belong to the whole Postgres cluster: another database, or another run of this at the same instant, may have
-- made them already.

do $$
declare
  wanted text;
begin
  foreach wanted in array array['postern_portal', 'postern_broker'] loop
    begin
      execute format('create role %I nologin', wanted);
    exception when duplicate_object or unique_violation then null;
    end;
    -- A superuser needs no membership; a managed Postgres' owner does, and may give it to himself if he made the role.
    -- Where somebody else made it, that somebody says who may become it.
    begin
      if not (select rolsuper from pg_roles where rolname = current_user) then
        execute format('grant %I to current_user', wanted);
      end if;
    exception when insufficient_privilege then null;
    end;
  end loop;
end $$;

grant usage on schema public to postern_portal, postern_broker;

-- Both may read what is no secret.
grant select on
  organisation, site, broker, server, bmc, bmc_lease, power_reading, boot_reading, access_grant, action,
  console_ticket, console_session, grant_transition, action_transition, audit_event
  to postern_portal, postern_broker;
-- The head is needed to verify the chain's end.
grant select on audit_head to postern_portal, postern_broker;
grant insert on audit_event to postern_portal, postern_broker;

-- The portal keeps people, sign-ins, servers and policy. It asks for grants and moves them to their end; it can neither
-- start one nor call one revoked.
grant select, insert, update on organisation, app_user, server to postern_portal;
grant insert, update on site, bmc to postern_portal;
grant select, insert, update, delete on web_session, sign_in_attempt to postern_portal;
grant usage on sequence sign_in_attempt_id_seq to postern_portal;
grant insert on access_grant, action, console_ticket to postern_portal;
grant delete on console_ticket to postern_portal;
grant update (state, ends_at, extensions, end_cause, end_requested_by_id, next_attempt_at, review_at, reason,
  ticket_number) on access_grant to postern_portal;
grant select (id, grant_id, bmc_id, slot, username, generation, privilege, password_for_tenant, reserved_at,
  verified_at, gone_at, tainted) on account to postern_portal;

-- The broker does the work. It knows people by name, not by password.
grant select (id, email, name, role, organisation_id, disabled_at, created_at) on app_user to postern_broker;
grant select (id, user_id, created_at, last_seen_at, expires_at, revoked_at) on web_session to postern_broker;
grant select on bmc_secret, bmc_login_failure, account to postern_broker;
grant insert, update on broker, bmc_lease, power_reading, boot_reading, account, console_session to postern_broker;
grant delete on bmc_lease to postern_broker;
grant insert, delete on bmc_login_failure to postern_broker;
grant usage on sequence bmc_login_failure_id_seq to postern_broker;
grant update (public_key) on site to postern_broker;
grant update (cipher_suite, frozen_until) on bmc to postern_broker;
grant update (state, starts_at, ends_at, end_cause, revoked_at, proof, step, attempts, next_attempt_at, claimed_by,
  claimed_until, last_error_code, last_error, overdue_reported_at) on access_grant to postern_broker;
grant update (state, started_at, sent_at, finished_at, claimed_by, claimed_until, result, error_code, error)
  on action to postern_broker;
grant update (used_at) on console_ticket to postern_broker;
grant delete on console_ticket to postern_broker;
