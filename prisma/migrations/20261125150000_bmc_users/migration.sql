-- What was last seen in each BMC's user table. Brokers write what they see, the portal what an admin makes of it: neither
-- touches the other's columns. A user is one name in one place; under another name it is another user.

create table bmc_user (
  id uuid primary key default gen_random_uuid(),
  bmc_id uuid not null references bmc (id) on update cascade on delete cascade,
  slot integer,
  name text not null,
  kind text not null,
  privilege text not null,
  state text not null,
  fixed_name boolean not null default false,
  first_seen_at timestamptz(6) not null default current_timestamp,
  last_seen_at timestamptz(6) not null default current_timestamp,
  gone_at timestamptz(6),
  reported_at timestamptz(6),
  verdict text,
  verdict_note text,
  verdict_by_id uuid references app_user (id) on update cascade on delete restrict,
  verdict_at timestamptz(6),
  constraint kind_is_known check (kind in ('login', 'account', 'leftover', 'foreign')),
  constraint privilege_is_known check (
    privilege in ('none', 'callback', 'user', 'operator', 'administrator', 'oem', 'unset')),
  constraint state_is_known check (state in ('enabled', 'disabled', 'unknown')),
  constraint verdict_is_known check (verdict in ('adopted', 'ignored')),
  constraint slots_count_from_one check (slot > 0),
  constraint a_user_without_a_slot_has_a_name check (slot is not null or name <> ''),
  constraint only_what_is_foreign_is_reported check (reported_at is null or kind = 'foreign'),
  constraint a_verdict_is_somebodys check (
    (verdict is null) = (verdict_at is null) and (verdict is null) = (verdict_by_id is null)),
  constraint an_adopted_user_has_a_note check (verdict <> 'adopted' or btrim(coalesce(verdict_note, '')) <> '')
);

create unique index one_row_per_user on bmc_user (bmc_id, coalesce(slot, 0), name);
create index bmc_user_bmc_id_idx on bmc_user (bmc_id);
create index users_to_judge on bmc_user (bmc_id)
  where kind = 'foreign' and gone_at is null and (verdict_at is null or verdict_at < reported_at);

-- How full the table is; one row per BMC, the latest look only.
create table user_table_reading (
  bmc_id uuid primary key references bmc (id) on update cascade on delete cascade,
  read_at timestamptz(6) not null default current_timestamp,
  max_users integer,
  used integer not null,
  free integer,
  constraint counts_are_not_negative check (used >= 0 and free >= 0 and max_users > 0)
);

create function notify_bmc_user_change() returns trigger language plpgsql set search_path = pg_catalog, public as $$
begin
  perform notify_change('server', b.server_id::text, b.server_id, null) from bmc b where b.id = new.bmc_id;
  return null;
end $$;
create trigger notify_new_bmc_user after insert on bmc_user
  for each row execute function notify_bmc_user_change();
create trigger notify_changed_bmc_user after update on bmc_user
  for each row when (
    (old.kind, old.privilege, old.state, old.gone_at, old.reported_at, old.verdict, old.verdict_at)
    is distinct from
    (new.kind, new.privilege, new.state, new.gone_at, new.reported_at, new.verdict, new.verdict_at))
  execute function notify_bmc_user_change();

grant select on bmc_user, user_table_reading to postern_portal, postern_broker;
grant insert (bmc_id, slot, name, kind, privilege, state, fixed_name, reported_at) on bmc_user to postern_broker;
grant update (kind, privilege, state, fixed_name, last_seen_at, gone_at, reported_at) on bmc_user to postern_broker;
grant update (verdict, verdict_note, verdict_by_id, verdict_at) on bmc_user to postern_portal;
grant insert, update on user_table_reading to postern_broker;

insert into action_kind (word) values ('remove-account');
