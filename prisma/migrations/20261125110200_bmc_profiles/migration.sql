-- What the probe saw a BMC do, and what the last look at its safety found. The drivers obey the profile, so it has to be
-- one of the protocol that is spoken.

alter table bmc
  add column profile jsonb,
  add column profiled_at timestamptz(6),
  add column posture jsonb,
  add column posture_at timestamptz(6),
  add constraint a_profile_is_of_the_protocol check (
    profile is null or coalesce(profile->>'protocol' = protocol, false)),
  add constraint a_profile_has_its_instant check ((profile is null) = (profiled_at is null)),
  add constraint a_posture_has_its_instant check ((posture is null) = (posture_at is null));

-- Whether a live IPMI session of somebody else can be ended by us: by its handle, or because it ends with its account.
-- Ending by id does not count: nobody but a relay ever sees the id of a stranger's session. Null: never tried.
alter table bmc
  add column ends_foreign_sessions boolean generated always as (
    case
      when profile->>'protocol' <> 'ipmi' then null
      when profile->'accounts'->>'endSession' = 'by-handle' or profile->'accounts'->>'sessionsSurvive' = 'end' then true
      when profile->'accounts'->>'endSession' in ('by-id', 'refused') then false
    end) stored;

grant update (profile, profiled_at, posture, posture_at) on bmc to postern_broker;

insert into action_kind (word) values ('bmc-detect'), ('bmc-probe'), ('bmc-posture');
