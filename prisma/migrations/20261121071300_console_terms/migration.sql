-- A ticket is short, and access without a grant says why.

alter table console_ticket
  -- Both instants are the database's: see the store that issues tickets.
  add constraint a_ticket_lives_30_seconds_at_most
    check (expires_at > issued_at and expires_at <= issued_at + interval '30 seconds'),
  add constraint a_ticket_without_grant_has_a_reason
    check (grant_id is not null or (reason is not null and btrim(reason) <> ''));

alter table console_session
  add constraint a_closed_console_has_a_reason check ((closed_at is null) = (close_reason is null));
