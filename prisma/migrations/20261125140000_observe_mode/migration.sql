-- A site that observes writes to none of its BMCs until an admin has seen what would be done. A broker that finds an
-- older database than the one it knew says so itself; it can begin an observation, and only the portal can end one.

alter table site
  add column observing_since timestamptz,
  add column observing_cause text,
  add constraint observing_has_a_cause check ((observing_since is null) = (observing_cause is null)),
  add constraint observing_cause_is_known check (observing_cause in ('database-restored', 'asked-for'));

create function observe_site(site_id uuid, cause text) returns boolean
  language sql security definer set search_path = pg_catalog, public as $$
  with begun as (
    update site set observing_since = clock_timestamp(), observing_cause = cause
     where site.id = site_id and observing_since is null
    returning 1)
  select exists (select from begun)
$$;
revoke execute on function observe_site from public;
grant execute on function observe_site to postern_portal, postern_broker;

-- What would be written to one BMC if the observation ended now. The BMC's name is kept here, as the row of a BMC that
-- was registered after the backup is gone.
create table observed_bmc (
  site_id uuid not null references site (id) on delete cascade on update cascade,
  bmc_id uuid not null,
  server_name text not null,
  observed_at timestamptz not null default clock_timestamp(),
  plan jsonb not null,
  error_code text,
  primary key (site_id, bmc_id),
  constraint plan_is_a_list check (jsonb_typeof(plan) = 'array')
);
grant select on observed_bmc to postern_portal, postern_broker;
grant insert, update, delete on observed_bmc to postern_broker;
