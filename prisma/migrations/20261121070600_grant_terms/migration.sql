-- "No expiry" cannot be written by accident: a grant is temporary with an end, or permanent with a reason, a
-- ticket number and a date of review.

alter table access_grant
  add constraint a_temporary_grant_has_a_duration
    check (permanent or (duration_seconds is not null and duration_seconds > 0)),
  add constraint a_started_temporary_grant_has_an_end
    check (permanent or starts_at is null or ends_at is not null),
  add constraint a_permanent_grant_has_reason_ticket_and_review
    check (not permanent or (
      reason is not null and btrim(reason) <> ''
      and ticket_number is not null and btrim(ticket_number) <> ''
      and review_at is not null)),
  add constraint a_permanent_grant_has_no_end
    check (not permanent or (ends_at is null and duration_seconds is null)),
  add constraint an_end_needs_a_start check (ends_at is null or starts_at is not null),
  add constraint the_end_is_after_the_start check (ends_at > starts_at),
  add constraint extensions_are_not_negative check (extensions >= 0);
