-- What the limits count at each request, what is cleared at each sign-in, and the history of one grant: without these
-- each of them reads a whole table that only grows.

create index grants_by_requester on access_grant (requested_by_id, requested_at);
create index tickets_by_user on console_ticket (user_id, issued_at);
create index attempts_by_age on sign_in_attempt (at);
create index audit_by_grant on audit_event (grant_id, seq) where grant_id is not null;
