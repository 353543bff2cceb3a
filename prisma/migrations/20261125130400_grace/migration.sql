-- A tenant may ask, before the end, that an open console may finish: the end then moves once, when it comes, by the grace
-- that was asked for. Nothing new is opened in it, and it is over as soon as the last console closes.

alter table access_grant
  add column grace_seconds integer not null default 0,
  add column grace_started_at timestamptz(6),
  add constraint grace_is_an_hour_at_most check (grace_seconds between 0 and 3600),
  add constraint only_an_end_has_grace check (not permanent or grace_seconds = 0),
  add constraint grace_was_asked_for check (grace_started_at is null or grace_seconds > 0);

create function refuse_second_grace() returns trigger language plpgsql set search_path = pg_catalog, public as $$
begin
  raise exception 'the grace of a grant is its last word: neither its end nor its grace moves again'
    using errcode = 'check_violation', constraint = 'grace_is_the_last_word', table = 'access_grant';
end $$;

create trigger grace_is_the_last_word before update on access_grant
  for each row when (old.grace_started_at is not null and (
    old.ends_at is distinct from new.ends_at or old.grace_seconds <> new.grace_seconds
    or old.grace_started_at is distinct from new.grace_started_at))
  execute function refuse_second_grace();

grant update (grace_seconds) on access_grant to postern_portal;
grant update (grace_started_at) on access_grant to postern_broker;

create trigger notify_grace after update on access_grant
  for each row when (
    (old.grace_seconds, old.grace_started_at) is distinct from (new.grace_seconds, new.grace_started_at))
  execute function notify_grant_change();

-- A console that closes may end a grace.
create trigger wake_for_closed_console after update on console_session
  for each row when (old.closed_at is null and new.closed_at is not null and new.grant_id is not null)
  execute function notify_work_at_server();
