-- `postern_changes` tells pages that something they may show has changed: ids only, the row is the truth. Columns that
-- belong to the queue (claims, attempts) and readings that say the same as before make no noise.

create function notify_change(subject text, id text, server_id uuid, organisation_id uuid) returns void
  language sql set search_path = pg_catalog, public as $$
  select pg_notify('postern_changes', json_build_object(
    'subject', subject, 'id', id, 'serverId', server_id, 'organisationId', organisation_id)::text)
$$;

create function notify_grant_change() returns trigger language plpgsql set search_path = pg_catalog, public as $$
begin
  perform notify_change('grant', new.id::text, new.server_id, new.organisation_id);
  return null;
end $$;
create trigger notify_new_grant after insert on access_grant
  for each row execute function notify_grant_change();
create trigger notify_changed_grant after update on access_grant
  for each row when (
    (old.state, old.step, old.starts_at, old.ends_at, old.extensions, old.end_cause, old.last_error_code,
     old.last_error, old.overdue_reported_at, old.review_at)
    is distinct from
    (new.state, new.step, new.starts_at, new.ends_at, new.extensions, new.end_cause, new.last_error_code,
     new.last_error, new.overdue_reported_at, new.review_at))
  execute function notify_grant_change();

create function notify_action_change() returns trigger language plpgsql set search_path = pg_catalog, public as $$
begin
  perform notify_change('action', new.id::text, new.server_id, new.organisation_id);
  return null;
end $$;
create trigger notify_new_action after insert on action
  for each row execute function notify_action_change();
create trigger notify_changed_action after update on action
  for each row when ((old.state, old.sent_at) is distinct from (new.state, new.sent_at))
  execute function notify_action_change();

-- For rows that know their server only. The trigger's argument is the subject.
create function notify_server_row_change() returns trigger language plpgsql
  set search_path = pg_catalog, public as $$
begin
  perform notify_change(tg_argv[0], new.server_id::text, new.server_id, s.organisation_id)
    from server s where s.id = new.server_id;
  return null;
end $$;
create trigger notify_first_power_reading after insert on power_reading
  for each row execute function notify_server_row_change('power');
create trigger notify_changed_power_reading after update on power_reading
  for each row when (
    (old.state, old.failing_since is null, old.error_code)
    is distinct from (new.state, new.failing_since is null, new.error_code))
  execute function notify_server_row_change('power');
create trigger notify_first_boot_reading after insert on boot_reading
  for each row execute function notify_server_row_change('boot');
create trigger notify_changed_boot_reading after update on boot_reading
  for each row when (
    (old.device, old.persistent, old.firmware) is distinct from (new.device, new.persistent, new.firmware))
  execute function notify_server_row_change('boot');
create trigger notify_new_bmc after insert on bmc
  for each row execute function notify_server_row_change('server');
create trigger notify_changed_bmc after update on bmc
  for each row when (old.* is distinct from new.*)
  execute function notify_server_row_change('server');

create function notify_console_change() returns trigger language plpgsql set search_path = pg_catalog, public as $$
begin
  perform notify_change('console', new.id::text, new.server_id, s.organisation_id)
    from server s where s.id = new.server_id;
  return null;
end $$;
create trigger notify_opened_console after insert on console_session
  for each row execute function notify_console_change();
create trigger notify_closed_console after update on console_session
  for each row when ((old.closed_at, old.deadline) is distinct from (new.closed_at, new.deadline))
  execute function notify_console_change();

-- A server that changes hands changes on two tenants' pages.
create function notify_server_change() returns trigger language plpgsql set search_path = pg_catalog, public as $$
begin
  perform notify_change('server', new.id::text, new.id, new.organisation_id);
  if tg_op = 'UPDATE' and old.organisation_id is distinct from new.organisation_id then
    perform notify_change('server', new.id::text, new.id, old.organisation_id);
  end if;
  return null;
end $$;
create trigger notify_new_server after insert on server
  for each row execute function notify_server_change();
create trigger notify_changed_server after update on server
  for each row when (old.* is distinct from new.*)
  execute function notify_server_change();

create function notify_broker_change() returns trigger language plpgsql set search_path = pg_catalog, public as $$
begin
  perform notify_change('broker', new.id::text, null, null);
  return null;
end $$;
create trigger notify_new_broker after insert on broker
  for each row execute function notify_broker_change();
-- Not each heartbeat; but the first one after a silence, as the page shows a broker as gone after 15 seconds.
create trigger notify_changed_broker after update on broker
  for each row when (
    (old.version, old.console_url, old.guacd_available, old.started_at)
    is distinct from (new.version, new.console_url, new.guacd_available, new.started_at)
    or new.heartbeat_at - old.heartbeat_at > interval '15 seconds')
  execute function notify_broker_change();
