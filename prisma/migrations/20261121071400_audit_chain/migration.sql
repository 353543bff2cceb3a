-- The audit log numbers, links and hashes itself. The head row's lock lets one writer at a time extend a chain, until
-- its transaction ends: a rolled-back event leaves no gap. domain's hashRow computes the same hash on its own.

create function audit_field(value text) returns bytea language sql immutable parallel safe as $$
  select int4send(octet_length(convert_to(coalesce(value, ''), 'UTF8'))) || convert_to(coalesce(value, ''), 'UTF8')
$$;

create function audit_hash(event audit_event) returns bytea language sql stable
  set search_path = pg_catalog, public as $$
  select sha256(
    event.previous_hash
    || audit_field(event.chain)
    || audit_field(event.seq::text)
    || audit_field((extract(epoch from event.at) * 1000000)::bigint::text)
    || audit_field(event.type)
    || audit_field(event.outcome)
    || audit_field(event.actor_kind)
    || audit_field(event.actor_id::text)
    || audit_field(event.actor_name)
    || audit_field(event.source_address)
    || audit_field(event.organisation_id::text)
    || audit_field(event.server_id::text)
    || audit_field(event.grant_id::text)
    || audit_field(event.details::text))
$$;

-- Runs as its owner: the applications may add events, and may not touch the head.
create function chain_audit_event() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public as $$
declare
  head audit_head%rowtype;
begin
  insert into audit_head (chain, seq, hash) values (new.chain, 0, decode(repeat('00', 32), 'hex'))
    on conflict (chain) do nothing;
  select * into strict head from audit_head where chain = new.chain for update;
  new.seq := head.seq + 1;
  -- Read after the lock was taken, so that time grows along the chain.
  new.at := clock_timestamp();
  new.previous_hash := head.hash;
  new.hash := audit_hash(new);
  update audit_head set seq = new.seq, hash = new.hash where chain = new.chain;
  return new;
end $$;

create trigger chain_audit_event before insert on audit_event
  for each row execute function chain_audit_event();

create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log is append-only: % of % is refused', lower(tg_op), tg_table_name
    using errcode = 'insufficient_privilege';
end $$;

create trigger refuse_audit_change before update or delete or truncate on audit_event
  for each statement execute function refuse_audit_change();

-- Depth 0 is a statement somebody sent; the chain's own trigger writes from depth 1.
create trigger refuse_head_change before insert or update or delete on audit_head
  for each row when (pg_trigger_depth() = 0) execute function refuse_audit_change();
create trigger refuse_head_truncation before truncate on audit_head
  for each statement execute function refuse_audit_change();

alter table audit_head set (fillfactor = 50);
