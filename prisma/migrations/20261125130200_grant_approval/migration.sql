-- Where policy says so, a request waits for somebody of support. It holds its server as any other live grant does, and no
-- broker looks at it before it is approved. One that is declined, withdrawn or forgotten is denied: no BMC heard of it.

insert into grant_transition (from_state, to_state) values
  ('awaiting-approval', 'requested'), ('awaiting-approval', 'denied');

insert into grant_end_cause (word) values ('declined-by-staff'), ('approval-timed-out');

alter table access_grant
  add column approval_until timestamptz(6),
  add column decided_by_id uuid,
  add column decided_at timestamptz(6),
  add column decision_reason text,
  add constraint access_grant_decided_by_id_fkey foreign key (decided_by_id) references app_user (id)
    on delete restrict on update cascade,
  drop constraint a_grant_begins_as_requested,
  add constraint a_grant_begins_as_requested
    check (previous_state is not null or state in ('requested', 'awaiting-approval')),
  add constraint waiting_for_approval_has_an_end check (state <> 'awaiting-approval' or approval_until is not null),
  add constraint an_approved_grant_was_decided_on check (
    not (previous_state = 'awaiting-approval' and state = 'requested') or decided_at is not null),
  add constraint a_decision_is_somebodys check ((decided_at is null) = (decided_by_id is null)),
  add constraint a_decline_says_why check (
    end_cause <> 'declined-by-staff' or (decided_at is not null and decision_reason is not null)),
  drop constraint a_waiting_grant_has_not_started,
  add constraint a_waiting_grant_has_not_started
    check (state not in ('awaiting-approval', 'requested', 'provisioning', 'denied') or starts_at is null);

drop index one_live_grant_per_server;
create unique index one_live_grant_per_server on access_grant (server_id)
  where state in ('awaiting-approval', 'requested', 'provisioning', 'active', 'revoking');

grant update (decided_by_id, decided_at, decision_reason) on access_grant to postern_portal;
