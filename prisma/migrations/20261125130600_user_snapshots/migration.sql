-- An administrator can make users on the BMC. Who stood there before his access was made is kept, and compared with who
-- stands there once it is proven gone: what appeared or gained rights meanwhile is found, and somebody has to look at it.

create table bmc_user_snapshot (
  grant_id uuid not null,
  taken_at timestamptz(6) not null default current_timestamp,
  -- As domain's bmcUserRecord: names, places, privileges, never a password.
  users jsonb not null,
  compared_at timestamptz(6),
  findings jsonb,
  seen_by_id uuid,
  seen_at timestamptz(6),

  constraint bmc_user_snapshot_pkey primary key (grant_id),
  constraint bmc_user_snapshot_grant_id_fkey foreign key (grant_id) references access_grant (id)
    on delete restrict on update cascade,
  constraint bmc_user_snapshot_seen_by_id_fkey foreign key (seen_by_id) references app_user (id)
    on delete restrict on update cascade,
  constraint a_snapshot_is_a_list check (jsonb_typeof(users) = 'array'),
  constraint findings_come_from_a_comparison check (
    (compared_at is null) = (findings is null) and (findings is null or jsonb_typeof(findings) = 'array')),
  constraint only_findings_are_seen check (
    (seen_at is null) = (seen_by_id is null) and (seen_at is null or compared_at is not null))
);

create index findings_to_see on bmc_user_snapshot (compared_at) where seen_at is null and findings <> '[]'::jsonb;

grant select on bmc_user_snapshot to postern_portal, postern_broker;
grant insert, update (compared_at, findings) on bmc_user_snapshot to postern_broker;
grant update (seen_by_id, seen_at) on bmc_user_snapshot to postern_portal;
