-- Why a server, or all servers of an organisation, give no new access for now. Several reasons may hold at once: each is
-- set and cleared by itself, and the audit log remembers those that are gone.

create table block_kind (word text primary key);
insert into block_kind (word) values ('unpaid'), ('abuse'), ('being-reinstalled');

insert into grant_end_cause (word) values ('server-blocked');

create table access_block (
  id uuid not null default gen_random_uuid(),
  server_id uuid,
  organisation_id uuid,
  kind text not null,
  reason text not null,
  -- Live access ends as well, whoever set the block and however.
  ends_live boolean not null,
  -- Null: set by another system.
  set_by_id uuid,
  set_at timestamptz(6) not null default current_timestamp,

  constraint access_block_pkey primary key (id),
  constraint access_block_server_id_fkey foreign key (server_id) references server (id)
    on delete cascade on update cascade,
  constraint access_block_organisation_id_fkey foreign key (organisation_id) references organisation (id)
    on delete cascade on update cascade,
  constraint access_block_set_by_id_fkey foreign key (set_by_id) references app_user (id)
    on delete restrict on update cascade,
  constraint block_kind_is_known foreign key (kind) references block_kind (word),
  constraint a_block_is_of_one_thing check (num_nonnulls(server_id, organisation_id) = 1),
  constraint a_block_says_why check (btrim(reason) <> '')
);

create unique index access_block_server_id_kind_key on access_block (server_id, kind);
create unique index access_block_organisation_id_kind_key on access_block (organisation_id, kind);

-- Pages of the servers that it is about show it, and their brokers look whether something has to end.
create function notify_block_change() returns trigger language plpgsql set search_path = pg_catalog, public as $$
declare
  block access_block := coalesce(new, old);
begin
  perform notify_change('server', s.id::text, s.id, s.organisation_id), pg_notify('postern_work', s.site_id::text)
    from server s where s.id = block.server_id or s.organisation_id = block.organisation_id;
  return null;
end $$;

create trigger notify_changed_block after insert or update or delete on access_block
  for each row execute function notify_block_change();

grant select on block_kind, access_block to postern_portal, postern_broker;
grant insert, delete, update (reason, ends_live, set_by_id, set_at) on access_block to postern_portal;
