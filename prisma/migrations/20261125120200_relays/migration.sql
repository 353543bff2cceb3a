-- The relay of a grant: which broker carries its datagrams, on which address. One row per grant, which moves with it from
-- broker to broker; its session ids are what ends the sessions that were opened through it, so they outlive the broker.

create table relay (
  grant_id uuid primary key references access_grant (id) on delete restrict on update cascade,
  broker_id uuid not null references broker (id) on delete restrict on update cascade,
  host text not null,
  port integer not null,
  opened_at timestamptz(6) not null default current_timestamp,
  closed_at timestamptz(6),
  close_reason text,
  datagrams_to_bmc bigint not null default 0,
  bytes_to_bmc bigint not null default 0,
  datagrams_to_client bigint not null default 0,
  bytes_to_client bigint not null default 0,
  refused jsonb not null default '{}',
  last_carried_at timestamptz(6),
  session_ids bigint[] not null default '{}',
  constraint port_is_a_port check (port between 1 and 65535),
  constraint close_reason_is_known check (close_reason in (
    'grant-expired', 'grant-ended', 'grant-revoked', 'broker-stopping', 'broker-gone', 'unconfirmed')),
  constraint a_closed_relay_has_a_reason check ((closed_at is null) = (close_reason is null)),
  constraint counts_only_grow_from_zero check (
    datagrams_to_bmc >= 0 and bytes_to_bmc >= 0 and datagrams_to_client >= 0 and bytes_to_client >= 0),
  constraint session_ids_are_few check (cardinality(session_ids) <= 32)
);
create unique index one_open_relay_per_address on relay (host, port) where closed_at is null;
create index open_relays_of_a_broker on relay (broker_id) where closed_at is null;

grant select on relay to postern_portal;
grant select, insert, update on relay to postern_broker;

create function notify_relay_change() returns trigger language plpgsql set search_path = pg_catalog, public as $$
begin
  perform notify_change('relay', new.grant_id::text, g.server_id, g.organisation_id)
    from access_grant g where g.id = new.grant_id;
  return null;
end $$;
create trigger notify_opened_relay after insert on relay
  for each row execute function notify_relay_change();
create trigger notify_changed_relay after update on relay
  for each row when (
    (old.broker_id, old.host, old.port, old.closed_at, old.datagrams_to_bmc, old.datagrams_to_client, old.refused)
    is distinct from
    (new.broker_id, new.host, new.port, new.closed_at, new.datagrams_to_bmc, new.datagrams_to_client, new.refused))
  execute function notify_relay_change();

-- A relay that its broker closes may be wanted from another at once.
create function notify_work_for_relay() returns trigger language plpgsql set search_path = pg_catalog, public as $$
begin
  perform pg_notify('postern_work', s.site_id::text)
    from access_grant g join server s on s.id = g.server_id where g.id = new.grant_id;
  return null;
end $$;
create trigger wake_for_closed_relay after update on relay
  for each row when (old.closed_at is null and new.closed_at is not null)
  execute function notify_work_for_relay();
