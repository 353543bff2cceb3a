-- Most Redfish services keep users under their names and have no slots: the name, unique on its BMC, is the identity.
-- Their resource ids are none: they are given by the BMC after the intent is written, and given again to others.

alter table account
  alter column slot drop not null,
  add column kept_by text not null default 'slot',
  add constraint kept_by_is_known check (kept_by in ('slot', 'name')),
  add constraint an_account_has_a_slot_or_only_its_name check ((kept_by = 'slot') = (slot is not null)),
  add constraint only_slots_are_tainted check (slot is not null or not tainted);

grant select (kept_by) on account to postern_portal;
