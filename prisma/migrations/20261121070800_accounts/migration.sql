-- A slot carries one account at a time, and a slot with a leftover carries no new one.

create unique index one_account_per_slot on account (bmc_id, slot) where gone_at is null or tainted;
create unique index one_live_account_per_grant on account (grant_id) where gone_at is null;

alter table account
  add constraint slot_is_above_one check (slot > 1),
  add constraint generation_counts_from_one check (generation > 0),
  -- Reconcile removes what carries the prefix and has no grant: an account of ours without it would be lost.
  add constraint username_carries_our_prefix check (username like 'g\_%' and octet_length(username) <= 16),
  -- The proof of the end is a refused login, which needs the password until then, and not a moment longer.
  add constraint passwords_live_as_long_as_the_account check (
    (gone_at is null) = (password_for_broker is not null)
    and (gone_at is null or password_for_tenant is null));
