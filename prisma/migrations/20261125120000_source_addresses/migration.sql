-- Where access is used from is no longer a note but what a relay is locked to: one address of each family at most.

alter table access_grant
  add column source_ipv4 inet,
  add column source_ipv6 inet;

-- What was noted before, where it is an address that can be compared.
update access_grant set source_ipv4 = source_address::inet
 where source_address ~ '^(\d{1,3}\.){3}\d{1,3}$';
update access_grant set source_ipv4 = regexp_replace(source_address, '^::ffff:', '', 'i')::inet
 where source_address ~* '^::ffff:(\d{1,3}\.){3}\d{1,3}$';
update access_grant set source_ipv6 = source_address::inet
 where source_ipv4 is null and source_address ~ ':' and source_address !~ '[%/]';

alter table access_grant
  drop column source_address,
  add constraint source_ipv4_is_one_address check (family(source_ipv4) = 4 and masklen(source_ipv4) = 32),
  -- An IPv4 address in IPv6's clothes would never match a sender.
  add constraint source_ipv6_is_one_address check (
    family(source_ipv6) = 6 and masklen(source_ipv6) = 128 and not source_ipv6 << '::ffff:0.0.0.0/96'::inet);

grant update (source_ipv4, source_ipv6) on access_grant to postern_portal;

drop trigger notify_changed_grant on access_grant;
create trigger notify_changed_grant after update on access_grant
  for each row when (
    (old.state, old.step, old.starts_at, old.ends_at, old.extensions, old.end_cause, old.last_error_code,
     old.last_error, old.overdue_reported_at, old.review_at, old.source_ipv4, old.source_ipv6)
    is distinct from
    (new.state, new.step, new.starts_at, new.ends_at, new.extensions, new.end_cause, new.last_error_code,
     new.last_error, new.overdue_reported_at, new.review_at, new.source_ipv4, new.source_ipv6))
  execute function notify_grant_change();
