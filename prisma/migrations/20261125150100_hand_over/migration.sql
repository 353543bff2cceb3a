-- A server that changes hands is cleared first. The row is the wish and stays open until it is met or staff decide to go
-- on without; each attempt is an action. While it is open, nobody gets new access.

create table hand_over (
  id uuid primary key default gen_random_uuid(),
  server_id uuid not null references server (id) on update cascade on delete restrict,
  organisation_id uuid references organisation (id) on update cascade on delete restrict,
  requested_by_id uuid not null references app_user (id) on update cascade on delete restrict,
  reason text,
  requested_at timestamptz(6) not null default current_timestamp,
  state text not null default 'open',
  attempts integer not null default 0,
  next_attempt_at timestamptz(6) not null default current_timestamp,
  attempted_at timestamptz(6),
  items jsonb not null default '[]',
  closed_at timestamptz(6),
  closed_by_id uuid references app_user (id) on update cascade on delete restrict,
  override_reason text,
  constraint state_is_known check (state in ('open', 'done', 'overridden', 'replaced')),
  constraint a_closed_hand_over_has_an_instant check ((state = 'open') = (closed_at is null)),
  constraint an_override_is_somebodys_with_a_reason check (
    (state = 'overridden') = (closed_by_id is not null)
    and (state <> 'overridden' or btrim(coalesce(override_reason, '')) <> '')),
  constraint a_done_hand_over_was_attempted check (state <> 'done' or attempted_at is not null)
);

create unique index one_open_hand_over_per_server on hand_over (server_id) where state = 'open';
create index hand_over_server_id_requested_at_idx on hand_over (server_id, requested_at);

create function keep_closed_hand_over() returns trigger language plpgsql set search_path = pg_catalog, public as $$
begin
  raise exception 'a hand-over that is % stays so', old.state
    using errcode = 'check_violation', constraint = 'a_closed_hand_over_stays_closed', table = 'hand_over';
end $$;
create trigger a_closed_hand_over_stays_closed before update on hand_over
  for each row when (old.state <> 'open') execute function keep_closed_hand_over();

create trigger notify_new_hand_over after insert on hand_over
  for each row execute function notify_server_row_change('server');
create trigger notify_changed_hand_over after update on hand_over
  for each row when ((old.state, old.attempted_at) is distinct from (new.state, new.attempted_at))
  execute function notify_server_row_change('server');
-- Grants wait for its end.
create trigger wake_for_changed_hand_over after update on hand_over
  for each row when ((old.state, old.next_attempt_at) is distinct from (new.state, new.next_attempt_at))
  execute function notify_work_at_server();

insert into action_kind (word) values ('hand-over');

create unique index one_unfinished_hand_over_action_per_server on action (server_id)
  where kind = 'hand-over' and state in ('requested', 'running');

-- The only actions that a broker may ask for: the next attempt of a hand-over that somebody asked for.
create function queue_due_hand_overs(at_site uuid) returns integer language sql security definer
  set search_path = pg_catalog, public as $$
  with due as (
    select h.id, h.server_id, h.requested_by_id, h.reason
      from hand_over h join server s on s.id = h.server_id join bmc b on b.server_id = s.id
     where s.site_id = at_site and h.state = 'open' and h.next_attempt_at <= now()
       and not exists (
         select from action a
          where a.server_id = h.server_id and a.kind = 'hand-over' and a.state in ('requested', 'running'))
     for update of h skip locked),
  queued as (
    insert into action (server_id, requested_by_id, kind, parameters, idempotency_key, reason)
    select server_id, requested_by_id, 'hand-over',
           jsonb_build_object('kind', 'hand-over', 'handOverId', id), 'hand-over-' || gen_random_uuid(), reason
      from due
    on conflict do nothing
    returning 1)
  select count(*)::integer from queued
$$;
revoke execute on function queue_due_hand_overs(uuid) from public;
grant execute on function queue_due_hand_overs(uuid) to postern_broker;

grant select on hand_over to postern_portal, postern_broker;
grant insert (server_id, organisation_id, requested_by_id, reason) on hand_over to postern_portal;
grant update (state, closed_at, closed_by_id, override_reason, next_attempt_at) on hand_over to postern_portal;
grant update (state, attempts, next_attempt_at, attempted_at, items, closed_at) on hand_over to postern_broker;
