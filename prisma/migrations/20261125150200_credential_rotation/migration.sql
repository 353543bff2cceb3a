-- A BMC's own login is changed without a moment that has no way in: the new one is stored before the BMC hears of it, the
-- old one until it is seen refused. Each step has its door, so that a broker can neither store a login that was not
-- pending nor forget one that may be the only one.

alter table site add column rotate_after_days integer;
alter table site
  add constraint rotation_is_between_a_day_and_five_years check (rotate_after_days between 1 and 1826);

alter table bmc_secret add column sent_at timestamptz(6);
alter table bmc_secret
  drop constraint kind_is_known,
  add constraint kind_is_known check (kind in ('login', 'screen', 'login-pending', 'login-former')),
  add constraint only_a_pending_login_is_sent check (sent_at is null or kind = 'login-pending');

insert into action_kind (word) values ('rotate-credential');

create unique index one_unfinished_rotation_per_server on action (server_id)
  where kind = 'rotate-credential' and state in ('requested', 'running');

-- A rotation that the site's schedule asks for is nobody's.
alter table action alter column requested_by_id drop not null;
alter table action
  add constraint only_a_rotation_is_asked_for_by_nobody check (
    requested_by_id is not null or kind = 'rotate-credential');

create function hold_pending_login(bmc_id uuid, sealed text) returns boolean language sql security definer
  set search_path = pg_catalog, public as $$
  with held as (
    insert into bmc_secret (bmc_id, kind, sealed)
    select hold_pending_login.bmc_id, 'login-pending', hold_pending_login.sealed
     where exists (select from bmc_secret s where s.bmc_id = hold_pending_login.bmc_id and s.kind = 'login')
    on conflict do nothing
    returning 1)
  select exists (select from held)
$$;

-- From here on the BMC may hold the pending one.
create function mark_pending_login_sent(bmc_id uuid) returns boolean language sql security definer
  set search_path = pg_catalog, public as $$
  with marked as (
    update bmc_secret s set sent_at = coalesce(s.sent_at, clock_timestamp())
     where s.bmc_id = mark_pending_login_sent.bmc_id and s.kind = 'login-pending'
    returning 1)
  select exists (select from marked)
$$;

-- The pending one was seen to work: it is the login now, and what was the login is kept until it is seen refused.
create function swap_pending_login(bmc_id uuid) returns boolean language plpgsql security definer
  set search_path = pg_catalog, public as $$
declare
  pending text;
begin
  delete from bmc_secret s
   where s.bmc_id = swap_pending_login.bmc_id and s.kind = 'login-pending' and s.sent_at is not null
  returning s.sealed into pending;
  if pending is null then
    return false;
  end if;
  insert into bmc_secret as former (bmc_id, kind, sealed, changed_at)
    select s.bmc_id, 'login-former', s.sealed, s.changed_at from bmc_secret s
     where s.bmc_id = swap_pending_login.bmc_id and s.kind = 'login'
    on conflict on constraint bmc_secret_pkey do update set sealed = excluded.sealed, changed_at = excluded.changed_at;
  update bmc_secret s set sealed = pending, changed_at = now()
   where s.bmc_id = swap_pending_login.bmc_id and s.kind = 'login';
  return true;
end $$;

-- Only what is not the login can be forgotten.
create function forget_login(bmc_id uuid, kind text) returns void language sql security definer
  set search_path = pg_catalog, public as $$
  delete from bmc_secret s
   where s.bmc_id = forget_login.bmc_id and s.kind = forget_login.kind
     and s.kind in ('login-pending', 'login-former')
$$;

-- A stored login is never offered to another host, whichever of them it is.
create function forget_logins_of_old_address() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public as $$
begin
  delete from bmc_secret s where s.bmc_id = new.id and s.kind in ('login-pending', 'login-former');
  return null;
end $$;
create trigger forget_logins_of_old_address after update on bmc
  for each row when ((old.host, old.port) is distinct from (new.host, new.port))
  execute function forget_logins_of_old_address();

-- The next rotation of a BMC whose login is older than its site allows, a day after one that failed; and the end of one
-- that was broken off, a quarter of an hour later: its logins are pending, or not proven dead.
create function queue_due_rotations(at_site uuid) returns integer language sql security definer
  set search_path = pg_catalog, public as $$
  with due as (
    select s.id as server_id, case when half.done then 'finish' else 'replace' end as purpose
      from server s join site t on t.id = s.site_id join bmc b on b.server_id = s.id
      join bmc_secret login on login.bmc_id = b.id and login.kind = 'login'
      cross join lateral (
        select exists (
          select from bmc_secret h where h.bmc_id = b.id and h.kind in ('login-pending', 'login-former')) as done) half
     where s.site_id = at_site and (b.frozen_until is null or b.frozen_until <= now())
       and (half.done or login.changed_at < now() - make_interval(days => t.rotate_after_days))
       and not exists (
         select from action a where a.server_id = s.id and a.kind = 'rotate-credential'
            and (a.state in ('requested', 'running')
              or a.finished_at > now() - case when half.done then interval '15 minutes' else interval '1 day' end))),
  queued as (
    insert into action (server_id, kind, parameters, idempotency_key)
    select server_id, 'rotate-credential',
           jsonb_build_object('kind', 'rotate-credential', 'purpose', purpose), 'rotation-' || gen_random_uuid()
      from due
    on conflict do nothing
    returning 1)
  select count(*)::integer from queued
$$;

revoke execute on function hold_pending_login(uuid, text), mark_pending_login_sent(uuid), swap_pending_login(uuid),
  forget_login(uuid, text), queue_due_rotations(uuid) from public;
grant execute on function hold_pending_login(uuid, text), mark_pending_login_sent(uuid), swap_pending_login(uuid),
  forget_login(uuid, text), queue_due_rotations(uuid) to postern_broker;

-- How old the secrets of all BMCs are: what bmc_secrets_held tells of one.
create view bmc_secret_age as select bmc_id, kind, changed_at from bmc_secret;
grant select on bmc_secret_age to postern_portal;

-- A login that somebody types ends a freeze, as before, and with it the proof that an older one is dead.
create or replace function put_bmc_secret(bmc_id uuid, kind text, sealed text) returns void language plpgsql
  security definer set search_path = pg_catalog, public as $$
begin
  if put_bmc_secret.kind not in ('login', 'screen') then
    raise exception 'only a login or a screen password is put in from outside'
      using errcode = 'check_violation', constraint = 'only_a_broker_rotates', table = 'bmc_secret';
  end if;
  insert into bmc_secret as held (bmc_id, kind, sealed, changed_at)
    values (put_bmc_secret.bmc_id, put_bmc_secret.kind, put_bmc_secret.sealed, now())
    on conflict on constraint bmc_secret_pkey do update set sealed = excluded.sealed, changed_at = now();
  if put_bmc_secret.kind = 'login' then
    delete from bmc_secret s where s.bmc_id = put_bmc_secret.bmc_id and s.kind = 'login-former';
    delete from bmc_login_failure f where f.bmc_id = put_bmc_secret.bmc_id;
    update bmc b set frozen_until = null where b.id = put_bmc_secret.bmc_id and b.frozen_until is not null;
  end if;
end $$;
