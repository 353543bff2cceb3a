-- A BMC is worked on over one protocol, chosen once. Over Redfish no other certificate than the pinned one is talked to;
-- IPMI stays known beside it, as serial over LAN and carried access need it.

alter table bmc
  drop constraint protocol_is_known,
  add constraint protocol_is_known check (protocol in ('ipmi', 'redfish')),
  add column redfish_port int,
  add column certificate_pin text,
  add column certificate_seen jsonb,
  add column certificate_seen_at timestamptz(6),
  add constraint redfish_port_is_a_port check (redfish_port between 1 and 65535),
  add constraint a_pin_is_a_sha256 check (certificate_pin ~ '^[0-9a-f]{64}$'),
  add constraint redfish_has_a_port_and_a_pin check (
    protocol <> 'redfish' or (redfish_port is not null and certificate_pin is not null)),
  add constraint a_seen_certificate_has_a_fingerprint check (
    certificate_seen is null or coalesce(certificate_seen->>'sha256' ~ '^[0-9a-f]{64}$', false)),
  add constraint a_seen_certificate_has_its_instant check (
    (certificate_seen is null) = (certificate_seen_at is null));

create unique index one_bmc_per_redfish_port on bmc (host, redfish_port);

create function refuse_other_protocol() returns trigger language plpgsql set search_path = pg_catalog, public as $$
begin
  if exists (select from account a where a.bmc_id = new.id and a.gone_at is null) then
    raise exception 'a BMC keeps its protocol while an account of ours may stand on it'
      using errcode = 'check_violation', constraint = 'a_protocol_outlives_its_accounts', table = 'bmc';
  end if;
  return new;
end $$;

create trigger a_protocol_outlives_its_accounts before update of protocol on bmc
  for each row when (old.protocol <> new.protocol) execute function refuse_other_protocol();

grant update (certificate_seen, certificate_seen_at) on bmc to postern_broker;
