-- `postern_work` wakes the brokers of a site; the payload is the site's id. A lost notice costs a second, no more:
-- brokers look for themselves as well.

create function notify_work_at_server() returns trigger language plpgsql set search_path = pg_catalog, public as $$
begin
  perform pg_notify('postern_work', s.site_id::text) from server s where s.id = new.server_id;
  return null;
end $$;
create trigger wake_for_new_grant after insert on access_grant
  for each row execute function notify_work_at_server();
create trigger wake_for_changed_grant after update on access_grant
  for each row when ((old.state, old.ends_at) is distinct from (new.state, new.ends_at))
  execute function notify_work_at_server();
create trigger wake_for_new_action after insert on action
  for each row execute function notify_work_at_server();
create trigger wake_for_new_bmc after insert on bmc
  for each row execute function notify_work_at_server();
create trigger wake_for_changed_bmc after update on bmc
  for each row when (
    (old.host, old.port, old.screen_protocol, old.screen_host, old.screen_port, old.serial_over_lan)
    is distinct from
    (new.host, new.port, new.screen_protocol, new.screen_host, new.screen_port, new.serial_over_lan))
  execute function notify_work_at_server();

create function notify_work_at_bmc() returns trigger language plpgsql set search_path = pg_catalog, public as $$
begin
  perform pg_notify('postern_work', s.site_id::text)
    from bmc b join server s on s.id = b.server_id where b.id = new.bmc_id;
  return null;
end $$;
create trigger wake_for_new_secret after insert or update on bmc_secret
  for each row execute function notify_work_at_bmc();

-- People who lose their rights may have a console open: their sites must look at once.
create function notify_work_for_user(who uuid) returns void language sql set search_path = pg_catalog, public as $$
  select pg_notify('postern_work', site_id::text) from (
    select distinct s.site_id
      from console_session c join server s on s.id = c.server_id
     where c.user_id = who and c.closed_at is null) sites
$$;

create function notify_disabled_user() returns trigger language plpgsql set search_path = pg_catalog, public as $$
begin
  perform notify_work_for_user(new.id);
  return null;
end $$;
create trigger wake_for_disabled_user after update on app_user
  for each row when (
    (old.disabled_at, old.role, old.organisation_id) is distinct from (new.disabled_at, new.role, new.organisation_id))
  execute function notify_disabled_user();

create function notify_revoked_web_session() returns trigger language plpgsql
  set search_path = pg_catalog, public as $$
begin
  perform notify_work_for_user(new.user_id);
  return null;
end $$;
create trigger wake_for_revoked_web_session after update on web_session
  for each row when (old.revoked_at is distinct from new.revoked_at)
  execute function notify_revoked_web_session();

create function notify_suspended_organisation() returns trigger language plpgsql
  set search_path = pg_catalog, public as $$
begin
  perform notify_work_for_user(u.id) from app_user u where u.organisation_id = new.id;
  return null;
end $$;
create trigger wake_for_suspended_organisation after update on organisation
  for each row when (old.suspended_at is distinct from new.suspended_at)
  execute function notify_suspended_organisation();

create function notify_reassigned_server() returns trigger language plpgsql
  set search_path = pg_catalog, public as $$
begin
  perform pg_notify('postern_work', new.site_id::text);
  return null;
end $$;
create trigger wake_for_reassigned_server after update on server
  for each row when (old.organisation_id is distinct from new.organisation_id)
  execute function notify_reassigned_server();
