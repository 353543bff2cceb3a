-- The rules of grants in layers: a site says all of them, a tenant and a server may say otherwise about any. The most
-- specific word counts (domain's resolvePolicy). Each site's row is made with the site; what it said itself moves there.

create table access_policy (
  id uuid not null default gen_random_uuid(),
  site_id uuid,
  organisation_id uuid,
  server_id uuid,
  min_duration_seconds integer,
  default_duration_seconds integer,
  max_duration_seconds integer,
  max_extensions integer,
  max_total_seconds integer,
  account_privilege text,
  approval text,
  approval_timeout_seconds integer,
  max_live_grants integer,
  scopes text[],
  grace_seconds integer,
  tell_foreign_accounts boolean,

  constraint access_policy_pkey primary key (id),
  constraint access_policy_site_id_fkey foreign key (site_id) references site (id)
    on delete cascade on update cascade,
  constraint access_policy_organisation_id_fkey foreign key (organisation_id) references organisation (id)
    on delete cascade on update cascade,
  constraint access_policy_server_id_fkey foreign key (server_id) references server (id)
    on delete cascade on update cascade,

  constraint a_policy_is_of_one_thing check (num_nonnulls(site_id, organisation_id, server_id) = 1),
  constraint a_site_says_everything check (site_id is null or num_nulls(
    min_duration_seconds, default_duration_seconds, max_duration_seconds, max_extensions, max_total_seconds,
    account_privilege, approval, approval_timeout_seconds, max_live_grants, scopes, grace_seconds,
    tell_foreign_accounts) = 0),
  -- Each pair by itself: a layer may leave out any of them.
  constraint durations_are_ordered check (
    0 < min_duration_seconds and 0 < default_duration_seconds and 0 < max_duration_seconds and 0 < max_total_seconds
    and min_duration_seconds <= default_duration_seconds
    and min_duration_seconds <= max_duration_seconds
    and min_duration_seconds <= max_total_seconds
    and default_duration_seconds <= max_duration_seconds
    and default_duration_seconds <= max_total_seconds
    and max_duration_seconds <= max_total_seconds),
  constraint extensions_are_not_negative check (max_extensions >= 0),
  constraint account_privilege_is_known check (account_privilege in ('operator', 'administrator')),
  constraint approval_is_known check (approval in ('automatic', 'by-support')),
  constraint an_approval_has_time check (approval_timeout_seconds > 0),
  constraint somebody_may_have_a_grant check (max_live_grants > 0),
  constraint scopes_are_known check (scopes <@ array['view', 'console', 'power', 'media', 'account']),
  constraint a_policy_allows_something check (cardinality(scopes) > 0),
  constraint grace_is_an_hour_at_most check (grace_seconds between 0 and 3600)
);

create unique index access_policy_site_id_key on access_policy (site_id);
create unique index access_policy_organisation_id_key on access_policy (organisation_id);
create unique index access_policy_server_id_key on access_policy (server_id);

insert into access_policy (site_id, min_duration_seconds, default_duration_seconds, max_duration_seconds,
  max_extensions, max_total_seconds, account_privilege, approval, approval_timeout_seconds, max_live_grants, scopes,
  grace_seconds, tell_foreign_accounts)
select id, min_duration_seconds, default_duration_seconds, max_duration_seconds, max_extensions, max_total_seconds,
       account_privilege, 'automatic', 86400, 100, array['view', 'console', 'power', 'media', 'account'], 0, false
  from site;

alter table site
  drop column min_duration_seconds,
  drop column default_duration_seconds,
  drop column max_duration_seconds,
  drop column max_extensions,
  drop column max_total_seconds,
  drop column account_privilege;

create function give_site_the_usual_policy() returns trigger language plpgsql
  set search_path = pg_catalog, public as $$
begin
  insert into access_policy (site_id, min_duration_seconds, default_duration_seconds, max_duration_seconds,
    max_extensions, max_total_seconds, account_privilege, approval, approval_timeout_seconds, max_live_grants, scopes,
    grace_seconds, tell_foreign_accounts)
  values (new.id, 300, 3600, 14400, 3, 28800, 'operator', 'automatic', 86400, 100,
    array['view', 'console', 'power', 'media', 'account'], 0, false);
  return null;
end $$;

create trigger a_new_site_has_the_usual_policy after insert on site
  for each row execute function give_site_the_usual_policy();

-- Nobody deletes one: a layer that says nothing any more is a row of nulls, and a site's stays complete.
grant select on access_policy to postern_portal, postern_broker;
grant insert, update on access_policy to postern_portal;
