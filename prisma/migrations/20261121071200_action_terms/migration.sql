-- What an action's state claims stands in the row, and a server is switched by one action at a time.

alter table action
  add constraint parameters_fit_the_kind check (coalesce(parameters ->> 'kind' = kind, false)),
  add constraint a_running_action_has_started check (state <> 'running' or started_at is not null),
  add constraint sent_means_started check (sent_at is null or started_at is not null),
  add constraint a_finished_action_has_an_instant
    check ((state in ('succeeded', 'failed', 'unknown')) = (finished_at is not null)),
  add constraint a_failure_has_a_code check (state <> 'failed' or error_code is not null),
  add constraint only_a_sent_action_can_be_unknown check (state <> 'unknown' or sent_at is not null);

create unique index one_unfinished_power_action_per_server on action (server_id)
  where kind = 'power' and state in ('requested', 'running');
