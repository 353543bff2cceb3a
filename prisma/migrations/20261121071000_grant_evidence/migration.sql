-- What a state claims stands in the row: an active grant has started, an ending one says why, a revoked one proves it.

alter table access_grant
  add constraint an_active_grant_has_started check (state <> 'active' or starts_at is not null),
  add constraint a_waiting_grant_has_not_started
    check (state not in ('requested', 'provisioning', 'denied') or starts_at is null),
  add constraint an_ending_grant_has_a_cause check (state not in ('revoking', 'revoked') or end_cause is not null),
  add constraint revoked_means_proven check (
    (state = 'revoked') = (revoked_at is not null)
    and (state = 'revoked') = (proof is not null)),
  add constraint a_proof_says_what_was_seen check (
    proof is null
    or coalesce(
      proof ? 'checkedAt'
      and proof ->> 'readBack' in ('absent', 'disabled-unnamed')
      and proof ->> 'login' in ('refused', 'never-issued'),
      false));
