-- What a person proves himself with beside his password (RFC 6238), and the codes for the day that it is lost. The secret
-- is sealed to the portal's key: a copy of the database makes no codes.
create table second_factor (
  user_id uuid not null,
  sealed text not null,
  -- The newest 30 seconds whose code was taken, counted from 1970: none is taken twice.
  last_step bigint not null,
  added_at timestamptz(6) not null default current_timestamp,
  constraint second_factor_pkey primary key (user_id),
  constraint second_factor_user_id_fkey foreign key (user_id)
    references app_user (id) on delete cascade on update cascade,
  constraint a_second_factor_is_sealed check (sealed like 'box1.%.%.%.%')
);

create table recovery_code (
  user_id uuid not null,
  code_hash text not null,
  used_at timestamptz(6),
  constraint recovery_code_pkey primary key (user_id, code_hash),
  constraint recovery_code_user_id_fkey foreign key (user_id)
    references second_factor (user_id) on delete cascade on update cascade,
  constraint a_recovery_code_is_hashed check (code_hash ~ '^[0-9a-f]{64}$')
);

create function refuse_older_step() returns trigger language plpgsql
  set search_path = pg_catalog, public as $$
begin
  raise exception 'a code of this time was taken already'
    using errcode = 'check_violation', constraint = 'a_code_is_taken_once', table = 'second_factor';
end $$;
create trigger a_code_is_taken_once before update on second_factor
  for each row when (new.last_step <= old.last_step) execute function refuse_older_step();

create function refuse_used_recovery_code() returns trigger language plpgsql
  set search_path = pg_catalog, public as $$
begin
  raise exception 'this recovery code was used already'
    using errcode = 'check_violation', constraint = 'a_recovery_code_is_used_once', table = 'recovery_code';
end $$;
create trigger a_recovery_code_is_used_once before update on recovery_code
  for each row when (old.used_at is not null) execute function refuse_used_recovery_code();

-- A secret is never replaced, only removed with its codes; brokers know nothing of any of it.
grant select, insert, delete on second_factor to postern_portal;
grant update (last_step) on second_factor to postern_portal;
grant select, insert on recovery_code to postern_portal;
grant update (used_at) on recovery_code to postern_portal;
